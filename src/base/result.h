// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <QCoro/QCoroTask>

#include <expected>
#include <utility>

namespace imagebuilder {

/// What can fail returns this; no exception crosses a folder.
template <typename T> using Result = std::expected<T, Error>;

/// What waits returns this. Tasks start at once (QCoro); functions that return one are [[nodiscard]].
template <typename T> using Task = QCoro::Task<T>;

/// A failed Result, for `return failure(ErrorKind::Config, …)`.
inline std::unexpected<Error> failure(ErrorKind kind, QString text)
{
    return std::unexpected<Error>(Error(kind, std::move(text)));
}
inline std::unexpected<Error> failure(Error error)
{
    return std::unexpected<Error>(std::move(error));
}

/// The error every cancelled wait ends with.
inline Error cancelled()
{
    return {ErrorKind::Cancelled, QStringLiteral("cancelled")};
}

/// Adds context to a Result's error and hands everything else through.
template <typename T> Result<T> inContext(Result<T> result, const QString &doing)
{
    if (result)
        return result;
    return std::unexpected(result.error().withContext(doing));
}

} // namespace imagebuilder

// Early return on error; `IB_TRY(auto x, f())` declares x with the value. The CO_ forms are for coroutines.
// A GCC coroutine must not co_await inside a statement expression, hence declarations.
#define IB_CONCAT_(a, b) a##b
#define IB_CONCAT(a, b) IB_CONCAT_(a, b)
#define IB_TRY_(temporary, declaration, expression, leave)                                                             \
    auto temporary = (expression);                                                                                     \
    if (!temporary)                                                                                                    \
        leave std::unexpected(std::move(temporary).error());                                                           \
    declaration = *std::move(temporary)
#define IB_CHECK_(temporary, expression, leave)                                                                        \
    if (auto temporary = (expression); !temporary)                                                                     \
    leave std::unexpected(std::move(temporary).error())
#define IB_TRY(declaration, ...) IB_TRY_(IB_CONCAT(result_, __COUNTER__), declaration, (__VA_ARGS__), return)
#define IB_CO_TRY(declaration, ...) IB_TRY_(IB_CONCAT(result_, __COUNTER__), declaration, (__VA_ARGS__), co_return)
#define IB_CHECK(...) IB_CHECK_(IB_CONCAT(result_, __COUNTER__), (__VA_ARGS__), return)
#define IB_CO_CHECK(...) IB_CHECK_(IB_CONCAT(result_, __COUNTER__), (__VA_ARGS__), co_return)

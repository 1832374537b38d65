// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/transport.h"

namespace imagebuilder::images {

/// A mirror of cloud images: a web server or, with file://, a folder of this machine.
class Mirror
{
public:
    /// `transport` and `clock` must outlive it.
    Mirror(QUrl base, http::Transport &transport, Clock &clock)
        : m_base(std::move(base)), m_transport(transport), m_clock(clock)
    {
    }

    /// The address of a path below the mirror, for people.
    QString address(const QString &path) const { return below(path).toDisplayString(); }

    /// A small file. NotFound, Unavailable (no answer, or 5xx), Timeout, Protocol (any other answer).
    [[nodiscard]] Task<Result<QByteArray>> text(QString path, std::stop_token stop);

    /// The folders below a path: what a folder of this machine has, or what a web server's listing links to. Empty
    /// where it gives none.
    [[nodiscard]] Task<QStringList> folders(QString path, std::stop_token stop);

    struct Size
    {
        qint64 bytes = -1;      ///< -1: not told
        bool resumable = false; ///< a part can be asked for
    };
    [[nodiscard]] Task<Result<Size>> size(QString path, std::stop_token stop);

    /// Streams the file from byte `offset` on. Errors as text(); Protocol too when it is cut.
    [[nodiscard]] Task<Result<void>> stream(QString path, qint64 offset, std::shared_ptr<http::BodySink> sink,
                                            std::stop_token stop);

private:
    QUrl below(const QString &path) const;
    Task<Result<void>> streamLocal(QString file, qint64 offset, std::shared_ptr<http::BodySink> sink,
                                   std::stop_token stop);
    QUrl m_base;
    http::Transport &m_transport;
    Clock &m_clock;
};

} // namespace imagebuilder::images

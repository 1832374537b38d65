// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDebug>
#include <QtCore/QString>

namespace imagebuilder {

/// A value that must never be shown: it prints as dots. Call reveal() only where the bytes leave for their purpose.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray value) : m_value(std::move(value)) {}
    explicit Secret(const QString &value) : m_value(value.toUtf8()) {}

    bool isEmpty() const { return m_value.isEmpty(); }
    const QByteArray &reveal() const { return m_value; }
    QString revealText() const { return QString::fromUtf8(m_value); }

    friend bool operator==(const Secret &, const Secret &) = default;
    friend QDebug operator<<(QDebug debug, const Secret &)
    {
        debug << "•••";
        return debug;
    }

private:
    QByteArray m_value;
};

} // namespace imagebuilder

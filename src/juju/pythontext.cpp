// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/pythontext.h"

namespace imagebuilder::juju {

namespace {

QString escaped(QChar unit)
{
    return QStringLiteral("\\u%1").arg(unit.unicode(), 4, 16, QLatin1Char('0'));
}

/// repr() of a text: in single quotes, unless it holds some and no double ones.
QString repr(const QString &text)
{
    const QChar quote = text.contains(u'\'') && !text.contains(u'"') ? u'"' : u'\'';
    QString out(quote);
    for (const auto unit : text) {
        if (unit == quote || unit == u'\\')
            out += u'\\';
        if (unit == u'\n')
            out += QStringLiteral("\\n");
        else if (unit == u'\t')
            out += QStringLiteral("\\t");
        else
            out += unit;
    }
    return out + quote;
}

} // namespace

QString pythonTuple(const QStringList &items)
{
    QStringList shown;
    for (const auto &item : items)
        shown << repr(item);
    return u'(' + shown.join(QStringLiteral(", ")) + (items.size() == 1 ? QStringLiteral(",)") : QStringLiteral(")"));
}

QString pythonJson(const QString &text)
{
    static const QMap<QChar, QString> shorter{{u'"', QStringLiteral("\\\"")}, {u'\\', QStringLiteral("\\\\")},
                                              {u'\n', QStringLiteral("\\n")}, {u'\r', QStringLiteral("\\r")},
                                              {u'\t', QStringLiteral("\\t")}, {u'\b', QStringLiteral("\\b")},
                                              {u'\f', QStringLiteral("\\f")}};
    QString out(u'"');
    for (const auto unit : text) {
        const bool plain = unit >= u' ' && unit <= u'~';
        out += shorter.value(unit, plain ? QString(unit) : escaped(unit));
    }
    return out + u'"';
}

} // namespace imagebuilder::juju

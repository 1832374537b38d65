// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/metrics/exposition.h"

#include <QtCore/QLocale>

namespace imagebuilder::app {

namespace {

/// A backslash and a line end are escaped everywhere, a quote in label values.
QByteArray escaped(QString text, bool quoted)
{
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'\n', QStringLiteral("\\n"));
    if (quoted)
        text.replace(u'"', QStringLiteral("\\\""));
    return text.toUtf8();
}

QByteArray shownLabels(const Sample &sample)
{
    QByteArrayList labels;
    for (const auto &[name, value] : sample.labels)
        labels << name + "=\"" + escaped(value, true) + '"';
    return labels.isEmpty() ? QByteArray() : '{' + labels.join(',') + '}';
}

} // namespace

QByteArray exposition(const QList<Metric> &metrics)
{
    QByteArray text;
    for (const auto &metric : metrics) {
        if (metric.samples.isEmpty())
            continue;
        const QByteArray name = "imagebuilder_" + metric.name;
        text += "# HELP " + name + ' ' + escaped(metric.help, false) + '\n';
        text += "# TYPE " + name + " gauge\n";
        for (const auto &sample : metric.samples)
            text += name + shownLabels(sample) + ' ' +
                    QByteArray::number(sample.value, 'g', QLocale::FloatingPointShortest) + '\n';
    }
    return text;
}

} // namespace imagebuilder::app

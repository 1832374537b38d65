// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include <utility>

namespace imagebuilder::app {

/// One value, told from others of its family by labels.
struct Sample
{
    QList<std::pair<QByteArray, QString>> labels;
    double value = 0;
};

/// One gauge: everything told here may go up and down. Ages are told as moments, so that they stay true between runs:
/// `time() - imagebuilder_…_timestamp_seconds` is an age.
struct Metric
{
    QByteArray name; ///< without "imagebuilder_"
    QString help;
    QList<Sample> samples;
};

/// Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). A metric without samples is
/// left out.
QByteArray exposition(const QList<Metric> &metrics);

} // namespace imagebuilder::app

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/metrics/exposition.h"
#include "app/status.h"

namespace imagebuilder::app {

/// Builds by result, last successes, what each step of the newest good build took.
Result<QList<Metric>> buildMetrics(const store::Journal &journal);

/// How many images each consumer shows; none for one that the newest build of an image was for and that shows nothing.
Result<Metric> consumerMetric(const store::Journal &journal, const QList<Served> &served);

/// What is served since when, base images, leftovers, runners: a status in numbers.
QList<Metric> statusMetrics(const Status &status);

} // namespace imagebuilder::app

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"

namespace imagebuilder {

Q_LOGGING_CATEGORY(lcHttp, "imagebuilder.http", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCloud, "imagebuilder.cloud", QtInfoMsg)
Q_LOGGING_CATEGORY(lcImages, "imagebuilder.images", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSsh, "imagebuilder.ssh", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "imagebuilder.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcBuild, "imagebuilder.build", QtInfoMsg)
Q_LOGGING_CATEGORY(lcApp, "imagebuilder.app", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSim, "imagebuilder.sim", QtInfoMsg)

void setLogLevel(LogLevel level)
{
    const auto flag = [](bool on) {
        return on ? QStringLiteral("true") : QStringLiteral("false");
    };
    QString rules;
    rules += QStringLiteral("imagebuilder.*.debug=%1\n").arg(flag(level <= LogLevel::Debug));
    rules += QStringLiteral("imagebuilder.*.info=%1\n").arg(flag(level <= LogLevel::Info));
    rules += QStringLiteral("imagebuilder.*.warning=%1\n").arg(flag(level <= LogLevel::Warning));
    QLoggingCategory::setFilterRules(rules);
}

} // namespace imagebuilder

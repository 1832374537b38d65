// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QUuid>

#include <algorithm>

namespace imagebuilder {

namespace {
constexpr int buildIdLength = 12;
}

QString newBuildId()
{
    constexpr quint64 mask = (1ULL << (buildIdLength * 4)) - 1;
    return QStringLiteral("%1").arg(QRandomGenerator::system()->generate64() & mask, buildIdLength, 16,
                                    QLatin1Char('0'));
}

QString newDeploymentId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool isBuildId(const QString &text)
{
    return text.size() == buildIdLength &&
           std::ranges::all_of(text, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

} // namespace imagebuilder

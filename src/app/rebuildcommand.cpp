// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/rebuildcommand.h"

#include "build/distribution.h"
#include "build/script.h"

#include <QtCore/QJsonArray>
#include <QtCore/QRegularExpression>

#include <array>

namespace imagebuilder::app {

namespace {

/// Keys of build::Request::toJson() and the options that they came from.
constexpr std::array wholeOnes{
    std::pair(u"prefix", u"--prefix"),
    std::pair(u"consumers", u"--upload-clouds"),
    std::pair(u"flavor", u"--flavor"),
    std::pair(u"network", u"--network"),
    std::pair(u"runner", u"--runner-version"),
    std::pair(u"runner-sha256", u"--runner-sha256"),
    std::pair(u"proxy", u"--proxy"),
    std::pair(u"keep", u"--keep-revisions"),
    std::pair(u"keep-age", u"--keep-age"),
    std::pair(u"availability-zone", u"--availability-zone"),
    std::pair(u"volume-type", u"--volume-type"),
    std::pair(u"volume-gib", u"--volume-size"),
    std::pair(u"ip-version", u"--ip-version"),
    std::pair(u"floating-network", u"--floating-network"),
    std::pair(u"script-sha256", u"--script-sha256"),
    std::pair(u"publish", u"--publish"),
    std::pair(u"canary", u"--canary"),
    std::pair(u"canary-minutes", u"--canary-minutes"),
};

/// Those of which the journal does not have the value, or not as an option takes it.
constexpr std::array openOnes{
    std::pair(u"script", u"--script-url"),
    std::pair(u"user-data", u"--user-data"),
    std::pair(u"content-mirrors", u"--content-mirror"),
    std::pair(u"verify-script", u"--verify-script"),
};

constexpr std::array labelOptions{
    std::pair(u"tags", u"--tags"),
    std::pair(u"visibility", u"--visibility"),
    std::pair(u"min-disk", u"--min-disk"),
    std::pair(u"properties", u"--properties"),
};

const QString openValue = QStringLiteral("…");

QString wordOf(const QString &text)
{
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_.,:/@%+=-]+$"));
    return harmless.match(text).hasMatch() ? text : QString::fromUtf8(build::shellQuoted(text.toUtf8()));
}

QString textOf(const QJsonValue &value)
{
    return value.isArray() ? value.toVariant().toStringList().join(u',') : value.toVariant().toString();
}

void addDistribution(QStringList &words, const build::Distribution &distribution)
{
    QStringList ways;
    if (distribution.usual != build::Way::Copy || !distribution.exceptions.isEmpty())
        ways << build::wayName(distribution.usual);
    for (const auto &[consumer, way] : distribution.exceptions.asKeyValueRange())
        ways << consumer + u'=' + build::wayName(way);
    if (!ways.isEmpty())
        words << QStringLiteral("--distribution") << wordOf(ways.join(u','));
    if (!distribution.hub.isEmpty())
        words << QStringLiteral("--hub") << wordOf(distribution.hub);
}

template <typename Options> void addOpen(QStringList &words, const QJsonObject &request, const Options &options)
{
    for (const auto &[key, option] : options)
        if (request.contains(key))
            words << QString::fromUtf16(option) << openValue;
}

} // namespace

QString runCommandOf(const store::BuildRecord &record)
{
    const auto &request = record.request;
    QStringList words{QStringLiteral("imagebuilderd"),
                      QStringLiteral("--os-cloud"),
                      wordOf(record.cloud),
                      QStringLiteral("run"),
                      wordOf(record.imageName),
                      QStringLiteral("--arch"),
                      wordOf(record.arch),
                      QStringLiteral("--base-image"),
                      wordOf(record.base)};
    for (const auto &[key, option] : wholeOnes)
        if (const auto text = textOf(request.value(key)); !text.isEmpty())
            words << QString::fromUtf16(option) << wordOf(text);
    if (request.value("verify").toBool())
        words << QStringLiteral("--verify") << QStringLiteral("on");
    addDistribution(words, build::Distribution::fromJson(request.value("distribution").toObject()));
    addOpen(words, request, openOnes);
    addOpen(words, request.value("labels").toObject(), labelOptions);
    return words.join(u' ');
}

QString publishCommandOf(const store::BuildRecord &record, const QString &consumer)
{
    return QStringLiteral("imagebuilderd --os-cloud %1 publish %2 --consumer %3")
        .arg(wordOf(record.cloud), wordOf(record.imageName), wordOf(consumer));
}

} // namespace imagebuilder::app

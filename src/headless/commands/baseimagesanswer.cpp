// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/baseimagesanswer.h"

#include "build/properties.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

using build::property::serial;
using build::property::sha256;
using build::property::signedBy;

const QString noValue = QStringLiteral("-");
const QString notTold = QStringLiteral("unknown");

QString orElse(const QString &text, const QString &other)
{
    return text.isEmpty() ? other : text;
}

QString shownAge(const QDateTime &created, const QDateTime &now)
{
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    const auto age = std::max<qint64>(0, created.secsTo(now));
    return age < day ? QStringLiteral("%1 h").arg(age / hour) : QStringLiteral("%1 d").arg(age / day);
}

/// Whose signature upstream's list has now.
QString shownSigner(const Result<images::UpstreamImage> &upstream)
{
    if (!upstream)
        return upstream.error().message();
    const auto &signer = upstream->signer;
    if (signer.fingerprint.isEmpty())
        return QStringLiteral("not checked");
    return QStringLiteral("good: %1 (%2)").arg(signer.userId, signer.fingerprint.last(16));
}

QStringList rowOf(const app::BaseImageView &view, const QDateTime &now)
{
    constexpr qsizetype tellingPart = 12;
    const auto &image = view.image;
    const auto sum = image ? image->properties.value(sha256) : QString();
    return {view.release.codename,
            view.arch.name,
            view.stateName(),
            image ? orElse(image->properties.value(serial), notTold) : noValue,
            view.upstream ? orElse(view.upstream->serial, notTold) : noValue,
            image ? shownAge(image->created, now) : noValue,
            orElse(sum.left(tellingPart), noValue),
            shownSigner(view.upstream)};
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue imageJson(const std::optional<openstack::Image> &image, const QDateTime &now)
{
    if (!image)
        return {};
    return QJsonObject{{"id", image->id},
                       {"serial", orNull(image->properties.value(serial))},
                       {"sha256", image->properties.value(sha256)},
                       {"signed_by", orNull(image->properties.value(signedBy))},
                       {"created", toJson(image->created)},
                       {"age_seconds", std::max<qint64>(0, image->created.secsTo(now))},
                       {"size", image->size},
                       {"disk_format", image->diskFormat}};
}

QJsonValue signatureJson(const images::Signer &signer)
{
    if (signer.fingerprint.isEmpty())
        return QJsonObject{{"state", "off"}};
    return QJsonObject{{"state", "good"}, {"key", signer.fingerprint}, {"user_id", signer.userId}};
}

QJsonObject upstreamJson(const Result<images::UpstreamImage> &upstream)
{
    if (!upstream)
        return toJson(upstream.error());
    return {{"serial", orNull(upstream->serial)},
            {"sha256", QString::fromLatin1(upstream->sha256)},
            {"signature", signatureJson(upstream->signer)}};
}

QJsonObject refreshedJson(const app::RefreshedBase &base)
{
    QJsonObject json{{"base", base.release.codename}, {"arch", base.arch.name}, {"name", base.name}};
    if (!base.image)
        return json.insert("error", toJson(base.image.error()).value(u"error")), json;
    json.insert("id", base.image->id);
    json.insert("serial", orNull(base.image->serial));
    json.insert("sha256", QString::fromLatin1(base.image->sha256));
    json.insert("uploaded", base.image->uploaded);
    json.insert("warning", orNull(base.image->warning));
    return json;
}

} // namespace

Answer answerOf(const app::BaseImages &found, const QDateTime &now)
{
    Answer answer;
    QJsonArray images;
    QList<QStringList> rows{{"BASE", "ARCH", "STATE", "SERIAL", "UPSTREAM", "AGE", "SHA-256", "SIGNATURE"}};
    for (const auto &view : found.images) {
        rows << rowOf(view, now);
        images.append(QJsonObject{{"base", view.release.codename},
                                  {"arch", view.arch.name},
                                  {"name", view.name},
                                  {"state", view.stateName()},
                                  {"image", imageJson(view.image, now)},
                                  {"upstream", upstreamJson(view.upstream)}});
        if (!view.upstream && answer.code == ExitCode::Success)
            answer.code = exitCodeFor(view.upstream.error().kind());
    }
    answer.text = shownTable(rows);
    answer.json = {{"cloud", found.cloud}, {"base_images", images}};
    return answer;
}

Answer answerOf(const app::RefreshedBases &refreshed)
{
    Answer answer;
    QJsonArray images;
    QList<QStringList> rows{{"BASE", "ARCH", "SERIAL", "ID", "STATE"}};
    for (const auto &base : refreshed.images) {
        images.append(refreshedJson(base));
        if (!base.image) {
            rows << QStringList{base.release.codename, base.arch.name, noValue, noValue, base.image.error().message()};
            if (answer.code == ExitCode::Success)
                answer.code = exitCodeFor(base.image.error().kind());
            continue;
        }
        rows << QStringList{base.release.codename, base.arch.name, orElse(base.image->serial, notTold), base.image->id,
                            base.image->uploaded ? QStringLiteral("uploaded") : QStringLiteral("unchanged")};
    }
    answer.text = shownTable(rows);
    answer.json = {{"cloud", refreshed.cloud}, {"base_images", images}};
    return answer;
}

} // namespace imagebuilder::headless

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/apierror.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

namespace imagebuilder::openstack {

namespace {

constexpr qsizetype longest = 300;

/// `{"itemNotFound": {"message": …}}`, `{"error": {"message": …}}`, `{"NeutronError": {"message": …} | "…"}`,
/// `{"errors": [{"detail": …}]}`, `{"message": …}`.
QString jsonSentence(const QJsonObject &object)
{
    for (const auto &key : {QStringLiteral("message"), QStringLiteral("detail")}) {
        if (const auto text = object.value(key).toString(); !text.isEmpty())
            return text;
    }
    for (const auto &value : object) {
        const auto inner = value.isArray() ? value.toArray().first() : value;
        const auto text = inner.isObject() ? jsonSentence(inner.toObject()) : inner.toString();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString htmlSentence(QString page)
{
    static const QRegularExpression head(QStringLiteral("<(head|h1|script|style)\\b.*?</\\1>"),
                                         QRegularExpression::DotMatchesEverythingOption |
                                             QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression title(QStringLiteral("<(?:title|h1)>(.*?)</"),
                                          QRegularExpression::DotMatchesEverythingOption |
                                              QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    const auto heading = title.match(page).captured(1);
    auto text = page.remove(head).replace(tag, QStringLiteral(" ")).simplified();
    if (text.isEmpty())
        text = heading.simplified();
    text.replace(QStringLiteral("&lt;"), QStringLiteral("<"));
    text.replace(QStringLiteral("&gt;"), QStringLiteral(">"));
    text.replace(QStringLiteral("&quot;"), QStringLiteral("\""));
    text.replace(QStringLiteral("&#39;"), QStringLiteral("'"));
    text.replace(QStringLiteral("&#x27;"), QStringLiteral("'"));
    return text.replace(QStringLiteral("&amp;"), QStringLiteral("&"));
}

QString advice(ErrorKind kind, int status)
{
    if (kind == ErrorKind::Auth && status == 401)
        return QStringLiteral("; check this cloud's credentials in clouds.yaml");
    if (kind == ErrorKind::Auth)
        return QStringLiteral("; this user's roles do not allow it");
    if (kind == ErrorKind::Quota)
        return QStringLiteral("; free something or ask for more quota");
    if (kind == ErrorKind::Unavailable || kind == ErrorKind::RateLimited)
        return QStringLiteral("; try again later");
    return {};
}

} // namespace

QString errorSentence(const QByteArray &body)
{
    const auto document = QJsonDocument::fromJson(body);
    const auto text = QString::fromUtf8(body);
    auto sentence = document.isObject()               ? jsonSentence(document.object())
                    : text.trimmed().startsWith(u'<') ? htmlSentence(text)
                                                      : text;
    // Glance's messages keep their line breaks of HTML where JSON was asked for.
    sentence = sentence.replace(QStringLiteral("<br />"), QStringLiteral(" ")).simplified();
    // A page that is no page can hold anything.
    sentence.removeIf([](QChar c) { return !c.isPrint(); });
    while (sentence.endsWith(u'.'))
        sentence.chop(1);
    return sentence.size() > longest ? sentence.first(longest) + u'…' : sentence;
}

ErrorKind errorKind(int status, const QString &sentence)
{
    const bool quota = sentence.contains(u"quota", Qt::CaseInsensitive);
    switch (status) {
    case 400:
        return ErrorKind::Config; // what was asked for does not exist or does not fit
    case 401:
        return ErrorKind::Auth;
    case 403:
        return quota ? ErrorKind::Quota : ErrorKind::Auth;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 409:
        return quota ? ErrorKind::Quota : ErrorKind::Conflict;
    case 413:
        return quota ? ErrorKind::Quota : ErrorKind::RateLimited;
    case 429:
        return ErrorKind::RateLimited;
    default:
        return status >= 500 ? ErrorKind::Unavailable : ErrorKind::Protocol;
    }
}

Error apiError(const http::Response &response, const QString &tried)
{
    const auto sentence = errorSentence(response.body);
    const auto kind = errorKind(response.status, sentence);
    auto text = QStringLiteral("%1 was answered with %2").arg(tried).arg(response.status);
    if (!sentence.isEmpty())
        text += QStringLiteral(" (%1)").arg(sentence);
    return Error(kind, text + advice(kind, response.status))
        .withRequestId(response.requestId())
        .withHttpStatus(response.status);
}

} // namespace imagebuilder::openstack

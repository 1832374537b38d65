// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/exchangelog.h"

#include "base/logging.h"

#include <QtCore/QSet>
#include <QtCore/QUrlQuery>

#include <atomic>

namespace imagebuilder::http {

namespace {

const QString dots = QStringLiteral("•••");

bool isHarmlessHeader(const QByteArray &name)
{
    static const QSet<QByteArray> names = {"accept",
                                           "accept-encoding",
                                           "connection",
                                           "content-encoding",
                                           "content-length",
                                           "content-range",
                                           "content-type",
                                           "date",
                                           "etag",
                                           "host",
                                           "if-match",
                                           "if-modified-since",
                                           "if-none-match",
                                           "if-range",
                                           "last-modified",
                                           "openstack-api-version",
                                           "range",
                                           "retry-after",
                                           "server",
                                           "transfer-encoding",
                                           "user-agent",
                                           "vary",
                                           "x-openstack-nova-api-version"};
    return names.contains(name.toLower());
}

bool isHarmlessParameter(const QString &name)
{
    static const QSet<QString> names = {
        QStringLiteral("all_tenants"), QStringLiteral("changes-since"), QStringLiteral("deleted"),
        QStringLiteral("description"), QStringLiteral("device_id"),     QStringLiteral("direction"),
        QStringLiteral("fields"),      QStringLiteral("flavor"),        QStringLiteral("id"),
        QStringLiteral("image"),       QStringLiteral("length"),        QStringLiteral("limit"),
        QStringLiteral("marker"),      QStringLiteral("member_status"), QStringLiteral("name"),
        QStringLiteral("network_id"),  QStringLiteral("nocatalog"),     QStringLiteral("os_hidden"),
        QStringLiteral("owner"),       QStringLiteral("page"),          QStringLiteral("per_page"),
        QStringLiteral("project_id"),  QStringLiteral("sort"),          QStringLiteral("sort_dir"),
        QStringLiteral("sort_key"),    QStringLiteral("status"),        QStringLiteral("tag"),
        QStringLiteral("tenant_id"),   QStringLiteral("visibility")};
    return names.contains(name);
}

quint64 nextId()
{
    static std::atomic<quint64> last{0};
    return ++last;
}

} // namespace

QString shownUrl(const QUrl &url)
{
    auto shown =
        url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment | QUrl::RemoveQuery).toString(QUrl::FullyEncoded);
    QStringList parameters;
    const auto items = QUrlQuery(url).queryItems(QUrl::FullyEncoded);
    for (const auto &[name, value] : items)
        parameters << name + QLatin1Char('=') + (isHarmlessParameter(name) ? value : dots);
    if (!parameters.isEmpty())
        shown += QLatin1Char('?') + parameters.join(QLatin1Char('&'));
    return shown;
}

QString shownHeaders(const Headers &headers)
{
    QStringList shown;
    for (const auto &[name, value] : headers) {
        const auto text = isHarmlessHeader(name) ? QString::fromLatin1(value) : dots;
        shown << QString::fromLatin1(name) + QStringLiteral(": ") + text;
    }
    return shown.join(QStringLiteral("; "));
}

ExchangeLog::ExchangeLog(const Request &request, const Clock &clock) : m_clock(&clock), m_start(clock.monotonic())
{
    if (lcHttp().isDebugEnabled())
        m_what = QStringLiteral("#%1 %2 %3 [%4]")
                     .arg(nextId())
                     .arg(QString::fromLatin1(request.method), shownUrl(request.url), shownHeaders(request.headers));
}

ExchangeLog::~ExchangeLog()
{
    if (!m_written)
        write(QStringLiteral("given up"));
}

void ExchangeLog::end(const Result<Response> &result, qint64 received)
{
    if (!result) {
        write(QStringLiteral("failed: %1").arg(result.error().message()));
        return;
    }
    auto outcome = QStringLiteral("%1, %2 bytes").arg(result->status).arg(received);
    if (const auto id = result->requestId(); !id.isEmpty())
        outcome += QStringLiteral(", %1").arg(id);
    write(outcome);
}

void ExchangeLog::write(const QString &outcome)
{
    if (m_written)
        return;
    m_written = true;
    if (m_what.isEmpty())
        return;
    const auto took = (m_clock->monotonic() - m_start).count();
    qCDebug(lcHttp).noquote() << QStringLiteral("%1 → %2, %3 ms").arg(m_what, outcome).arg(took);
}

} // namespace imagebuilder::http

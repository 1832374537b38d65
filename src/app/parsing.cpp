// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/parsing.h"

#include <QtCore/QDate>
#include <QtCore/QRegularExpression>

#include <arpa/inet.h>

namespace imagebuilder::app {

namespace {

const QString secretPrefix = QStringLiteral("IMAGE_BUILDER_SECRET_");

std::unexpected<Error> usage(const QString &text)
{
    return failure(ErrorKind::Usage, text);
}

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

bool isNetwork(const QString &text)
{
    const auto address = text.section(u'/', 0, 0).toLatin1();
    bool isNumber = false;
    const int bits = text.section(u'/', 1).toInt(&isNumber);
    in6_addr parsed{};
    const bool four = inet_pton(AF_INET, address.constData(), &parsed) == 1;
    const bool six = !four && inet_pton(AF_INET6, address.constData(), &parsed) == 1;
    return isNumber && bits >= 0 && ((four && bits <= 32) || (six && bits <= 128));
}

} // namespace

Result<LogLevel> parseLogLevel(const QString &text)
{
    const auto wanted = text.toLower();
    if (wanted == u"debug" || wanted == u"10")
        return LogLevel::Debug;
    if (wanted == u"info" || wanted == u"20")
        return LogLevel::Info;
    if (wanted == u"warning" || wanted == u"30")
        return LogLevel::Warning;
    if (wanted == u"error" || wanted == u"40")
        return LogLevel::Error;
    return usage(QStringLiteral("'%1' is none of debug, info, warning, error, 10, 20, 30, 40").arg(text));
}

Result<milliseconds> parseDuration(const QString &text)
{
    if (matches(text, QStringLiteral("[1-9][0-9]{0,5}ms"))) // for tests: nothing of a cloud changes as quickly
        return milliseconds(text.chopped(2).toInt());
    const QChar unit = text.isEmpty() ? QChar() : text.back();
    const int factor = unit == u'h' ? 3600 : unit == u'm' ? 60 : 1;
    constexpr int longest = 7 * 24 * 3600;
    const auto count = (unit.isDigit() ? text : text.left(text.size() - 1)).toInt();
    if (!matches(text, QStringLiteral("[0-9]+[smh]?")) || count <= 0 || count > longest / factor)
        return usage(QStringLiteral("'%1' is no duration of at most a week such as 90s, 15m or 2h").arg(text));
    return seconds(count * factor);
}

Result<seconds> parseAge(const QString &text)
{
    constexpr qint64 day = 24 * 3600LL;
    constexpr qint64 longest = 3660 * day;
    const QChar unit = text.isEmpty() ? QChar() : text.back();
    const qint64 factor = unit == u'd' ? day : unit == u'h' ? 3600 : 60;
    const auto count = text.chopped(text.isEmpty() ? 0 : 1).toLongLong();
    if (!matches(text, QStringLiteral("[0-9]{1,7}[dhm]")) || count <= 0 || count > longest / factor)
        return usage(QStringLiteral("'%1' is no age such as 30d, 12h or 15m").arg(text));
    return seconds(count * factor);
}

QString formatDuration(milliseconds duration)
{
    const auto whole = duration.count() / 1000;
    if (whole % 3600 == 0)
        return QStringLiteral("%1h").arg(whole / 3600);
    return whole % 60 == 0 ? QStringLiteral("%1m").arg(whole / 60) : QStringLiteral("%1s").arg(whole);
}

Result<QStringList> parseList(const QString &text)
{
    auto fields = text.split(u',');
    for (auto &field : fields)
        field = field.trimmed();
    if (fields.contains(QString()))
        return usage(QStringLiteral("'%1' has an empty field").arg(text));
    if (fields.removeDuplicates() > 0)
        return usage(QStringLiteral("'%1' names something twice").arg(text));
    return fields;
}

Result<bool> parseSwitch(const QString &text)
{
    if (text == u"on" || text == u"off")
        return text == u"on";
    return usage(QStringLiteral("'%1' is neither on nor off").arg(text));
}

Result<QString> parseProxy(const QString &text)
{
    const auto port = text.section(u':', -1).toInt();
    if (text.isEmpty() ||
        (matches(text, QStringLiteral("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+\\]):[0-9]+")) && port > 0 && port < 65536))
        return text;
    return usage(QStringLiteral("'%1' is not HOST:PORT").arg(text));
}

Result<QString> parseRunnerVersion(const QString &text)
{
    if (text.isEmpty() || matches(text, QStringLiteral("[0-9]+\\.[0-9]+\\.[0-9]+")))
        return text;
    return usage(QStringLiteral("'%1' is not MAJOR.MINOR.PATCH").arg(text));
}

Result<QUrl> parseWebUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isWeb = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return usage(QStringLiteral("this is no address with http or https and a host"));
    if (!url.userInfo().isEmpty())
        return usage(QStringLiteral("an address with user or password in it would be seen in the list of processes"));
    return url;
}

Result<QUrl> parseMirror(const QString &text)
{
    const auto isUrl = text.startsWith(u"file://");
    if (!isUrl && !text.startsWith(u'/'))
        return parseWebUrl(text);
    const auto sign = QStringLiteral("#sha256=");
    const auto at = text.lastIndexOf(sign);
    const auto place = at < 0 ? text : text.first(at);
    auto url = isUrl ? QUrl(place) : QUrl::fromLocalFile(place);
    if (!url.isLocalFile() || !url.host().isEmpty())
        return usage(QStringLiteral("'%1' is no path of this machine").arg(text));
    if (at >= 0) {
        IB_TRY(const auto sum, parseSha256(text.sliced(at + sign.size())));
        url.setFragment(sign.sliced(1) + QString::fromLatin1(sum));
    }
    return url;
}

Result<QUrl> parseWebUrlOrOff(const QString &text)
{
    return text == u"off" ? QUrl() : parseWebUrl(text);
}

Result<QString> parseDate(const QString &text)
{
    if (matches(text, QStringLiteral("[0-9]{8}(\\.[0-9]{1,3})?")) &&
        QDate::fromString(text.first(8), QStringLiteral("yyyyMMdd")).isValid())
        return text;
    return usage(QStringLiteral("'%1' is no date such as 20260131").arg(text));
}

Result<int> parseIpVersion(const QString &text)
{
    if (text == u"4" || text == u"6")
        return text.toInt();
    return usage(QStringLiteral("'%1' is neither 4 nor 6").arg(text));
}

Result<QByteArray> parseSha256(const QString &text)
{
    if (matches(text, QStringLiteral("[0-9A-Fa-f]{64}")))
        return text.toLatin1().toLower();
    return usage(QStringLiteral("'%1' is not 64 hex digits").arg(text));
}

Result<QStringList> parseCidrs(const QString &text)
{
    IB_TRY(auto networks, parseList(text));
    for (const auto &network : networks)
        if (!isNetwork(network))
            return usage(QStringLiteral("'%1' is no network such as 10.0.0.0/8").arg(network));
    return networks;
}

QString secretVariable(const QString &key)
{
    return secretPrefix + key;
}

Result<QMap<QString, Secret>> scriptSecrets(const QProcessEnvironment &environment)
{
    QMap<QString, Secret> secrets;
    const auto names = environment.keys();
    for (const auto &name : names) {
        if (!name.startsWith(secretPrefix))
            continue;
        const auto key = name.sliced(secretPrefix.size());
        if (!matches(key, QStringLiteral("[A-Za-z_][A-Za-z0-9_]*")))
            return usage(
                QStringLiteral("the environment variable %1 names no secret that a shell could hold").arg(name));
        secrets.insert(key, Secret(environment.value(name)));
    }
    return secrets;
}

} // namespace imagebuilder::app

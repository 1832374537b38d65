// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/consumer.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QUrl>

#include <algorithm>

namespace imagebuilder::juju {

namespace {

/// Far more than any name, address or password; certificates apart. Relation data is input from strangers.
constexpr qsizetype mostChars = 4096;
constexpr qsizetype mostPemChars = 256LL * 1024;

QString suffix(const QString &identity)
{
    const auto digest = QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha256).toHex();
    return u'-' + QString::fromLatin1(digest.first(6));
}

Result<QString> checked(const Bag &bag, const char *key, qsizetype most = mostChars)
{
    const auto name = QString::fromLatin1(key);
    auto value = bag.value(name);
    if (value.size() > most)
        return failure(ErrorKind::Config, QStringLiteral("its %1 is longer than %2 characters").arg(name).arg(most));
    if (value.contains(QChar(0)) || value.contains(QChar(QChar::ReplacementCharacter)))
        return failure(ErrorKind::Config, QStringLiteral("its %1 holds what is no text").arg(name));
    return value;
}

Result<QString> needed(const Bag &bag, const char *key)
{
    IB_TRY(auto value, checked(bag, key));
    if (value.isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("it has not written %1 yet").arg(QString::fromLatin1(key)));
    return value;
}

} // namespace

QString Consumer::identity() const
{
    QStringList parts{authUrl, projectDomain, project, userDomain, user, region};
    for (auto &part : parts)
        part = QString::fromLatin1(part.toUtf8().toPercentEncoding());
    return parts.join(u' ');
}

Result<Consumer> parseConsumer(const Bag &bag)
{
    Consumer consumer;
    IB_TRY(consumer.authUrl, needed(bag, "auth_url"));
    IB_TRY(consumer.projectDomain, needed(bag, "project_domain_name"));
    IB_TRY(consumer.project, needed(bag, "project_name"));
    IB_TRY(consumer.userDomain, needed(bag, "user_domain_name"));
    IB_TRY(consumer.user, needed(bag, "username"));
    IB_TRY(const auto password, needed(bag, "password"));
    consumer.password = Secret(password);
    IB_TRY(consumer.region, checked(bag, "region_name"));
    IB_TRY(consumer.caPem, checked(bag, "cacert", mostPemChars));
    // A path is one of its own machine.
    if (!consumer.caPem.contains(u"-----BEGIN CERTIFICATE-----"))
        consumer.caPem.clear();
    const QUrl url(consumer.authUrl);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return failure(ErrorKind::Config, QStringLiteral("its auth_url is no http or https address"));
    return consumer;
}

void nameConsumers(QList<Consumer> &consumers, QMap<QString, QString> &names)
{
    QMap<QString, QString> given; // identity → name
    QStringList taken;
    for (const auto &consumer : std::as_const(consumers)) {
        const auto identity = consumer.identity();
        if (names.contains(identity) && !given.contains(identity)) {
            given.insert(identity, names.value(identity));
            taken << names.value(identity);
        }
    }
    for (auto &consumer : consumers) {
        const auto identity = consumer.identity();
        if (!given.contains(identity)) {
            const auto plain = consumer.plainName();
            given.insert(identity, taken.contains(plain) ? plain + suffix(identity) : plain);
            taken << given.value(identity);
        }
        consumer.cloud = given.value(identity);
    }
    names = given;
}

Task<Result<Consumers>> readConsumers(HookTools tools, std::stop_token stop)
{
    Consumers consumers;
    IB_CO_TRY(const auto relations, co_await tools.relationIds(QStringLiteral("image"), stop));
    for (const auto &relation : relations) {
        IB_CO_TRY(const auto units, co_await tools.relationUnits(relation, stop));
        for (const auto &unit : units) {
            const auto bag = co_await tools.unitBag(relation, unit, stop);
            if (!bag && bag.error().kind() != ErrorKind::NotFound)
                co_return std::unexpected(bag.error());
            auto consumer = bag ? parseConsumer(*bag) : std::unexpected(bag.error());
            if (!consumer && consumer.error().kind() == ErrorKind::NotFound)
                continue;
            if (!consumer) {
                consumers.complaints
                    << QStringLiteral("consumer %1 gets no image: %2").arg(unit, consumer.error().message());
                continue;
            }
            consumer->relation = relation;
            consumer->unit = unit;
            consumers.ready << *std::move(consumer);
            break;
        }
    }
    co_return consumers;
}

} // namespace imagebuilder::juju

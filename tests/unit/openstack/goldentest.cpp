// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/compute/computecodec.h"
#include "openstack/image/imagecodec.h"
#include "openstack/network/networkcodec.h"
#include "openstack/pagecodec.h"
#include "support/testmain.h"
#include "valuejson.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {

using Reading = std::function<Result<QJsonValue>(const QByteArray &)>;

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

template <typename T> Reading list(const QString &key, Result<T> (*parse)(const QJsonObject &))
{
    return [key, parse](const QByteArray &body) -> Result<QJsonValue> {
        IB_TRY(const auto page, parsePage(body, key));
        QJsonArray values;
        for (const auto &item : page.items) {
            IB_TRY(const auto value, parse(item));
            values.append(valueJson(value));
        }
        return values;
    };
}

template <typename T> Reading one(Result<T> (*parse)(const QByteArray &))
{
    return [parse](const QByteArray &body) -> Result<QJsonValue> {
        IB_TRY(const auto value, parse(body));
        return valueJson(value);
    };
}

/// By the part of the file's name before the first hyphen: "servers-error.in.json" is a list of servers.
const QHash<QString, Reading> &readings()
{
    static const QHash<QString, Reading> known{
        {QStringLiteral("flavors"), list(QStringLiteral("flavors"), &parseFlavor)},
        {QStringLiteral("servers"), list(QStringLiteral("servers"), &parseServer)},
        {QStringLiteral("keypairs"), list(QStringLiteral("keypairs"), &parseKeyPair)},
        {QStringLiteral("limits"), one(&parseLimits)},
        {QStringLiteral("quotaset"), one(&parseQuotaSet)},
        {QStringLiteral("images"), list(QStringLiteral("images"), &parseImage)},
        {QStringLiteral("networks"), list(QStringLiteral("networks"), &parseNetwork)},
        {QStringLiteral("subnets"), list(QStringLiteral("subnets"), &parseSubnet)},
        {QStringLiteral("ports"), list(QStringLiteral("ports"), &parsePort)},
        {QStringLiteral("groups"), list(QStringLiteral("security_groups"), &parseSecurityGroup)},
        {QStringLiteral("quota"), one(&parseNetworkQuota)},
    };
    return known;
}

} // namespace

/// Answers in the shape that real services give (tests/fixtures/openstack, case.in.json; written by hand, not recorded)
/// are read as case.out.json says.
class GoldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAreReadAsTheGoldenFilesSay_data()
    {
        QTest::addColumn<QString>("path"); // without its ending
        const auto folder = QStringLiteral(IMAGEBUILDER_FIXTURES "/openstack");
        const QString ending = QStringLiteral(".in.json");
        for (const auto &service : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QDir cases(folder + u'/' + service);
            for (const auto &name : cases.entryList({u'*' + ending}))
                QTest::newRow(qPrintable(service + u'/' + name.chopped(ending.size())))
                    << cases.filePath(name.chopped(ending.size()));
        }
    }
    void answersAreReadAsTheGoldenFilesSay()
    {
        QFETCH(QString, path);
        const auto read = readings().value(QFileInfo(path).fileName().section(u'-', 0, 0));
        QVERIFY2(read, "no codec goes with this file's name");
        const auto value = read(fileBytes(path + QStringLiteral(".in.json")));
        QVERIFY2(value, qPrintable(value ? QString() : value.error().message()));
        const auto golden = QJsonDocument::fromJson(fileBytes(path + QStringLiteral(".out.json")));
        const auto found = value->isArray() ? QJsonDocument(value->toArray()) : QJsonDocument(value->toObject());
        QCOMPARE(found.toJson(), golden.toJson());
    }

    void whatLacksItsIdIsRefused()
    {
        QCOMPARE(parseServer({{"status", "ACTIVE"}}).error().kind(), ErrorKind::Protocol);
        QCOMPARE(parseImage({{"status", "active"}}).error().kind(), ErrorKind::Protocol);
        QCOMPARE(parseSubnet({{"id", "x"}}).error().kind(), ErrorKind::Protocol);
    }
};

IMAGEBUILDER_TEST(GoldenTest, "golden")
#include "goldentest.moc"

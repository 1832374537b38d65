// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"

#include "app/unit/unitplaces.h"
#include "base/filelock.h"
#include "store/journal.h"
#include "yaml/yamlvalue.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

/// The head of a qcow2 (version 3, no backing file, clusters of 64 KiB, 2 GiB), and some bytes.
QByteArray smallImage()
{
    return QByteArray::fromHex("514649fb00000003000000000000000000000000000000100000000080000000") +
           QByteArray(256LL * 1024, 'x');
}

void mustSucceed(const HookEnd &end, const char *what)
{
    if (end.code != 0)
        qFatal("%s ended with %d: %s", what, end.code, qPrintable(end.err));
}

} // namespace

CharmFixture::CharmFixture() : m_mirror(smallImage())
{
    m_cloud = std::make_unique<SimcloudProcess>(QStringList{"--time-scale", "200", "--accounts", "builder:ci",
                                                            "--accounts", "web:ci", "--accounts", "batch:ci"});
    const auto clouds = readYaml(m_cloud->cloudsYaml());
    if (!clouds)
        qFatal("%s", qPrintable(clouds.error().message()));
    const auto &auth = clouds->at(QStringLiteral("clouds")).at(QStringLiteral("builder")).at(QStringLiteral("auth"));
    m_authUrl = auth.textAt(QStringLiteral("auth_url"));
    m_password = auth.textAt(QStringLiteral("password"));
    addUnit(QStringLiteral("builder/0"), true);
    setGoodConfig(m_model, m_authUrl, m_password);
    m_model.setConfig(QStringLiteral("image-mirror"), m_mirror.folder());
}

CharmFixture::~CharmFixture()
{
    settle();
}

void CharmFixture::addUnit(const QString &unit, bool leader)
{
    m_model.addUnit(unit, leader);
    const auto file = m_model.root(unit) + QStringLiteral("/etc/default/imagebuilder");
    QDir().mkpath(QFileInfo(file).path());
    QFile variables(file);
    if (!variables.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file));
    variables.write("# for tests\nIMAGEBUILDER_SSH_USER=" + m_cloud->sshUser().toUtf8() + "\nIMAGEBUILDER_SSH_PORT=" +
                    QByteArray::number(m_cloud->sshPort()) + "\nIMAGEBUILDER_IMAGE_KEYRING=" +
                    m_mirror.keyring().toUtf8() + '\n');
}

QJsonObject CharmFixture::consumerBag(const QString &project) const
{
    return {{"auth_url", m_authUrl},     {"password", m_password},           {"project_domain_name", "Default"},
            {"project_name", project},   {"user_domain_name", "Default"},    {"username", "ci"},
            {"egress-subnets", "10.0/8"}, {"ingress-address", "10.0.0.7"}};
}

void CharmFixture::install()
{
    for (const auto *hook : {"install", "leader-elected", "config-changed", "start"})
        mustSucceed(m_model.hook(QLatin1String(hook)), hook);
}

void CharmFixture::join(const QString &relation, const QString &project)
{
    m_model.relate(relation, project, consumerBag(project));
    for (const auto *event : {"created", "joined", "changed"})
        mustSucceed(m_model.relationHook(relation, QLatin1String(event)), event);
}

bool CharmFixture::settle(int seconds) const
{
    const auto quiet = [this] {
        for (const auto &unit : m_model.state().value(u"units").toObject().keys()) {
            const app::UnitPlaces places{.root = m_model.root(unit)};
            const bool ordered = !QDir(places.ordersFolder()).entryList({"*.json"}, QDir::Files).isEmpty();
            const auto free = QFile::exists(places.workLock()) ? FileLock::tryLock(places.workLock())
                                                               : Result<std::optional<FileLock>>(std::nullopt);
            const bool works = QFile::exists(places.workLock()) && free && !free->has_value();
            if (ordered || works)
                return false;
        }
        return true;
    };
    // The last word to Juju comes after the lock is let go.
    const bool done = m_model.waitUntil(quiet, seconds);
    const auto told = m_model.state().value(u"executed").toArray().size();
    m_model.waitUntil([&] { return m_model.state().value(u"executed").toArray().size() > told; }, 2);
    return done;
}

QStringList CharmFixture::ids(const QString &relation, const QString &unit) const
{
    QStringList ids;
    const auto images = m_model.bag(relation, unit).value(u"images").toString().toUtf8();
    for (const auto &image : QJsonDocument::fromJson(images).array())
        ids << image.toObject().value(u"id").toString();
    return ids;
}

QJsonObject CharmFixture::image(const QString &id) const
{
    for (const auto &image : m_cloud->state().value(u"images").toArray())
        if (image.toObject().value(u"id").toString() == id)
            return image.toObject();
    return {};
}

int CharmFixture::builds(const QString &unit) const
{
    const app::UnitPlaces places{.root = m_model.root(unit)};
    const SystemClock clock;
    const auto journal = store::Journal::open(places.folders().state, store::Journal::Access::ReadOnly, clock);
    return journal ? static_cast<int>((*journal)->builds(0)->size()) : 0;
}

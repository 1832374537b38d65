// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"

#include "app/unit/unitfiles.h"
#include "app/unit/unitplaces.h"
#include "base/filelock.h"
#include "store/journal.h"
#include "yaml/yamlvalue.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>

#include <sys/stat.h>

#include <algorithm>
#include <csignal>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

/// The head of a qcow2 (version 3, no backing file, clusters of 64 KiB, 2 GiB), and some bytes.
QByteArray smallImage()
{
    return QByteArray::fromHex("514649fb00000003000000000000000000000000000000100000000080000000") +
           QByteArray(256LL * 1024, 'x');
}

/// Nothing is ordered, nobody works, and Juju was told the worker's last wish.
bool isQuiet(const app::UnitPlaces &places, const QString &heard)
{
    if (!QDir(places.ordersFolder()).entryList({"*.json"}, QDir::Files).isEmpty())
        return false;
    if (QFile::exists(places.workLock())) {
        const auto free = FileLock::tryLock(places.workLock());
        if (!free || !free->has_value())
            return false;
    }
    return app::readUnitFile(places.wanted()) == heard.toUtf8();
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
    variables.write("# for tests\nIMAGEBUILDER_SSH_USER=" + m_cloud->sshUser().toUtf8() +
                    "\nIMAGEBUILDER_SSH_PORT=" + QByteArray::number(m_cloud->sshPort()) +
                    "\nIMAGEBUILDER_IMAGE_KEYRING=" + m_mirror.keyring().toUtf8() + '\n');
}

QJsonObject CharmFixture::consumerBag(const QString &project) const
{
    return {{"auth_url", m_authUrl},      {"password", m_password},        {"project_domain_name", "Default"},
            {"project_name", project},    {"user_domain_name", "Default"}, {"username", "ci"},
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
    return m_model.waitUntil(
        [this] {
            const auto units = m_model.state().value(u"units").toObject();
            return std::ranges::all_of(units.keys(), [&](const QString &unit) {
                const auto heard = units.value(unit).toObject().value(u"heard").toString();
                return isQuiet({.root = m_model.root(unit)}, heard);
            });
        },
        seconds);
}

void CharmFixture::killWorker() const
{
    struct stat lock{};
    const auto path = app::UnitPlaces{.root = m_model.root()}.workLock();
    QFile locks(QStringLiteral("/proc/locks")); // "1: FLOCK  ADVISORY  WRITE PID MAJOR:MINOR:INODE 0 EOF"
    if (::stat(QFile::encodeName(path).constData(), &lock) != 0 || !locks.open(QIODevice::ReadOnly))
        qFatal("nobody has the worker's lock");
    const auto inode = ':' + QByteArray::number(static_cast<qulonglong>(lock.st_ino)) + ' ';
    for (const auto &line : locks.readAll().split('\n')) {
        const auto words = line.simplified().split(' ');
        if (words.size() < 5 || !line.contains(inode))
            continue;
        QFile status(QStringLiteral("/proc/%1/stat").arg(words[4].toInt())); // "PID (NAME) STATE PARENT …"
        if (!status.open(QIODevice::ReadOnly))
            qFatal("the worker has no status");
        const auto text = status.readAll();
        // The worker dies with its attendant.
        ::kill(text.mid(text.lastIndexOf(')')).split(' ').value(2).toInt(), SIGKILL);
        return;
    }
    qFatal("nobody has the worker's lock");
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

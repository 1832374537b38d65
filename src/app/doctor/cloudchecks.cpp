// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/cloudchecks.h"

#include "build/deployment.h"
#include "build/projectquota.h"
#include "build/timelimit.h"
#include "http/certificates.h"

#include <algorithm>
#include <cstdlib>

namespace imagebuilder::app {

namespace {

constexpr milliseconds checkPatience = seconds(60);
constexpr seconds clockTolerance = seconds(60);
constexpr qint64 soonDays = 14;

/// One cloud's findings under way.
struct Checkup
{
    Backend &backend;
    openstack::Cloud &cloud;
    QList<Finding> findings;

    QString about(const QString &what) const { return QStringLiteral("cloud %1: %2").arg(cloud.name(), what); }
};
using CheckupPtr = std::shared_ptr<Checkup>;

void addEnd(Checkup &checkup, const QString &what, const QDateTime &end, const QString &remedy)
{
    if (!end.isValid())
        return;
    const auto days = checkup.backend.clock().now().daysTo(end);
    const auto text = QStringLiteral("%1 days left, until %2").arg(days).arg(end.toUTC().toString(Qt::ISODate));
    const auto about = checkup.about(what);
    if (days < 0)
        checkup.findings << failed(about, QStringLiteral("ended %1").arg(end.toUTC().toString(Qt::ISODate)), remedy);
    else if (days < soonDays)
        checkup.findings << warning(about, text, remedy);
    else
        checkup.findings << ok(about, text);
}

/// Adds one line for a call: what it found, or why it failed and what helps.
template <typename T>
void addOutcome(Checkup &checkup, const QString &what, const Result<T> &outcome, const QString &good)
{
    const auto about = checkup.about(what);
    if (outcome)
        checkup.findings << ok(about, good);
    else if (outcome.error().kind() == ErrorKind::Auth)
        checkup.findings << failed(about, outcome.error().message(),
                                   QStringLiteral("check user, password and project in clouds.yaml"));
    else
        checkup.findings << failed(about, outcome.error().message(),
                                   QStringLiteral("check auth_url, region and the way there (proxy, firewall)"));
}

/// Where a service answers; for the lines of services that did.
Task<QString> placeOf(CheckupPtr checkup, QString service, std::stop_token stop)
{
    const auto endpoint = co_await checkup->cloud.session().endpoint(service, stop);
    co_return endpoint ? QStringLiteral("%1 answers").arg(endpoint->toDisplayString()) : QStringLiteral("answers");
}

Task<bool> checkLogin(CheckupPtr checkup, std::stop_token stop)
{
    const auto &config = checkup->cloud.session().config();
    const auto login = co_await checkup->cloud.session().login(stop);
    addOutcome(*checkup, QStringLiteral("login"), login, config.credentials.authUrl.toDisplayString());
    if (!login)
        co_return false;
    addEnd(*checkup, QStringLiteral("password"), login->passwordExpires, QStringLiteral("have a new one set in time"));
    addEnd(*checkup, QStringLiteral("application credential"), login->applicationCredentialExpires,
           QStringLiteral("make a new one and put it into clouds.yaml"));
    const auto ahead = std::chrono::duration_cast<seconds>(login->ahead);
    const auto text = QStringLiteral("this machine's is %1 s ahead of Keystone's").arg(ahead.count());
    if (std::chrono::abs(ahead) > clockTolerance)
        checkup->findings << warning(checkup->about(QStringLiteral("clock")), text,
                                     QStringLiteral("let NTP set it: ages and schedules go by it"));
    else
        checkup->findings << ok(checkup->about(QStringLiteral("clock")), text);
    co_return true;
}

Task<void> checkCertificate(CheckupPtr checkup, std::stop_token stop)
{
    const auto config = checkup->cloud.session().config();
    const auto about = QStringLiteral("certificate");
    if (!config.transport.verify) {
        checkup->findings << warning(checkup->about(about), QStringLiteral("is not verified (verify: false)"),
                                     QStringLiteral("name its CA with cacert in clouds.yaml"));
        co_return;
    }
    const auto end = co_await http::certificateEnd(config.credentials.authUrl, config.transport, stop);
    if (end)
        addEnd(*checkup, about, *end, QStringLiteral("tell the cloud's operator"));
    if (config.transport.caFile.isEmpty())
        co_return;
    if (const auto ca = http::bundleEnd(config.transport.caFile))
        addEnd(*checkup, QStringLiteral("CA"), *ca,
               QStringLiteral("put the new one into %1").arg(config.transport.caFile));
}

Task<void> checkBuilding(CheckupPtr checkup, std::stop_token stop)
{
    auto &cloud = checkup->cloud;
    const auto flavors = co_await cloud.compute().flavors(stop);
    const auto quota = co_await build::projectQuota(cloud, stop);
    const auto place = co_await placeOf(checkup, QStringLiteral("compute"), stop);
    addOutcome(*checkup, QStringLiteral("compute and quota"), quota, place);
    if (!flavors || !quota)
        co_return;
    const auto flavor = build::chooseFlavor(*flavors, {}, cloud.name());
    if (!flavor) {
        checkup->findings << failed(checkup->about(QStringLiteral("flavor")), flavor.error().text(),
                                    QStringLiteral("ask for one, or for access to one"));
        co_return;
    }
    const int fitting = build::fittingBuilds(*quota, *flavor);
    const auto text = QStringLiteral("%1 builds fit on flavor %2").arg(fitting).arg(flavor->name);
    checkup->findings << (fitting > 0 ? ok(checkup->about(QStringLiteral("room")), text)
                                      : warning(checkup->about(QStringLiteral("room")), text,
                                                QStringLiteral("`imagebuilderd quota` says what is short")));
}

bool isOpenToAll(const openstack::SecurityGroupRule &rule)
{
    return rule.direction == u"ingress" && rule.protocol == u"tcp" && rule.portMin <= 22 && rule.portMax >= 22 &&
           (rule.remotePrefix.isEmpty() || rule.remotePrefix.endsWith(u"/0"));
}

/// Our group, wherever it stands.
Task<void> checkNetwork(CheckupPtr checkup, std::stop_token stop)
{
    const auto groups = co_await checkup->cloud.network().securityGroups(build::securityGroupName, stop);
    const auto place = co_await placeOf(checkup, QStringLiteral("network"), stop);
    addOutcome(*checkup, QStringLiteral("network"), groups, place);
    const auto journal = checkup->backend.journal();
    if (!groups || !journal)
        co_return;
    const auto ours = build::groupDescription((*journal)->deployment());
    for (const auto &group : *groups)
        if (group.description == ours && std::ranges::any_of(group.rules, isOpenToAll))
            checkup->findings << warning(checkup->about(QStringLiteral("security group")),
                                         QStringLiteral("lets everybody reach tcp 22 of builder VMs"),
                                         QStringLiteral("name who may with --ssh-cidrs, or ssh.cidrs in the plan"));
}

} // namespace

Task<QList<Finding>> checkCloud(Backend &backend, QString name, bool builds, std::stop_token stop)
{
    const auto cloud = backend.cloud(name);
    if (!cloud)
        co_return QList{
            failed(QStringLiteral("cloud %1").arg(name), cloud.error().message(), QStringLiteral("mend clouds.yaml"))};
    const build::TimeLimit limit(backend.clock(), checkPatience, stop);
    const CheckupPtr checkup(new Checkup{backend, **cloud, {}});
    if (co_await checkLogin(checkup, limit.token())) {
        co_await checkCertificate(checkup, limit.token());
        openstack::ImageFilter one;
        one.name = QStringLiteral("imagebuilder-doctor");
        const auto images = co_await checkup->cloud.images().images(one, limit.token());
        const auto place = co_await placeOf(checkup, QStringLiteral("image"), limit.token());
        addOutcome(*checkup, QStringLiteral("image service"), images, place);
        if (builds) {
            co_await checkBuilding(checkup, limit.token());
            co_await checkNetwork(checkup, limit.token());
        }
    }
    co_return QList(checkup->findings);
}

} // namespace imagebuilder::app

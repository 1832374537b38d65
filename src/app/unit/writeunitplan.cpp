// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/writeunitplan.h"

#include "app/unit/cloudsdocument.h"
#include "app/unit/plandocument.h"
#include "app/unit/unitfiles.h"

#include <QtCore/QDir>
#include <QtCore/QUuid>

namespace imagebuilder::app {

namespace {

/// Takes away the files of a folder that are not `kept`.
void keepOnlyFiles(const QString &folder, const QStringList &kept)
{
    const QDir dir(folder);
    for (const auto &name : dir.entryList(QDir::Files | QDir::Hidden))
        if (!kept.contains(dir.filePath(name)))
            QFile::remove(dir.filePath(name));
}

Result<void> writeSecrets(const UnitPlan &plan, const UnitPlaces &places)
{
    QStringList kept;
    IB_CHECK(makeWorkerFolder(places.secretsFolder()));
    for (const auto &[key, secret] : plan.config.scriptSecrets.asKeyValueRange()) {
        kept << places.secretsFolder() + u'/' + key;
        // One newline at the end belongs to the file, not to the secret.
        IB_CHECK(writeUnitFile(kept.last(), secret.reveal() + '\n', FileReaders::Worker));
    }
    keepOnlyFiles(places.secretsFolder(), kept);
    return {};
}

Result<void> writeAuthorities(const UnitPlan &plan, const UnitPlaces &places)
{
    const auto files = authorityFiles(plan, places);
    IB_CHECK(makeWorkerFolder(places.authorities()));
    for (const auto &[path, pem] : files.asKeyValueRange())
        IB_CHECK(writeUnitFile(path, pem.toUtf8() + '\n', FileReaders::Worker));
    keepOnlyFiles(places.authorities(), files.keys());
    return {};
}

/// Nothing of Juju's, nothing that was not put here: the worker's proxies, and the folders that are the charm's.
QByteArray environmentOf(const juju::HookEnvironment &hook, const UnitPlaces &places)
{
    const auto folders = places.folders();
    QStringList lines{QStringLiteral("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                      QStringLiteral("LANG=C.UTF-8"),
                      QStringLiteral("HOME=") + folders.state,
                      QStringLiteral("OS_CLIENT_CONFIG_FILE=") + places.clouds(),
                      QStringLiteral("IMAGEBUILDER_PLAN=") + places.plan(),
                      QStringLiteral("IMAGEBUILDER_STATE_DIR=") + folders.state,
                      QStringLiteral("IMAGEBUILDER_CACHE_DIR=") + folders.cache,
                      QStringLiteral("IMAGEBUILDER_LOG_DIR=") + folders.log};
    // One deployment for all units of the application, whichever of them leads.
    const auto deployment = QUuid::createUuidV5(QUuid(hook.modelUuid), hook.application());
    lines << QStringLiteral("IMAGEBUILDER_DEPLOYMENT=") + deployment.toString(QUuid::WithoutBraces);
    if (!places.root.isEmpty())
        lines << QStringLiteral("IMAGEBUILDER_UNIT_ROOT=") + places.root;
    const QMap<QString, QString> proxies{{QStringLiteral("JUJU_CHARM_HTTP_PROXY"), QStringLiteral("http_proxy")},
                                         {QStringLiteral("JUJU_CHARM_HTTPS_PROXY"), QStringLiteral("https_proxy")},
                                         {QStringLiteral("JUJU_CHARM_NO_PROXY"), QStringLiteral("no_proxy")}};
    for (const auto &[theirs, ours] : proxies.asKeyValueRange())
        if (const auto value = hook.variables.value(theirs); !value.isEmpty())
            lines << ours + u'=' + value;
    return lines.join(u'\n').toUtf8() + '\n';
}

} // namespace

Result<void> writeUnitPlan(const UnitPlan &plan, const UnitPlaces &places, const juju::HookEnvironment &hook)
{
    const auto folders = places.folders();
    for (const auto &folder : {folders.state, folders.cache, folders.log, places.ordersFolder()})
        IB_CHECK(makeWorkerFolder(folder));
    const auto userData = plan.config.further.value(QStringLiteral("user-data")).toUtf8();
    IB_CHECK(writeUnitFile(places.userData(), userData, FileReaders::Worker));
    const auto document = planDocument(plan, places);
    IB_CHECK(checkPlanDocument(document, plan, places));
    IB_CHECK(writeSecrets(plan, places));
    IB_CHECK(writeAuthorities(plan, places));
    IB_CHECK(writeUnitFile(places.clouds(), writeYaml(cloudsDocument(plan, places)), FileReaders::Worker));
    IB_CHECK(writeUnitFile(places.plan(), writeYaml(document), FileReaders::Worker));
    IB_CHECK(writeUnitFile(places.workerEnvironment(), environmentOf(hook, places), FileReaders::Worker));
    return {};
}

} // namespace imagebuilder::app

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bundle/supportbundle.h"

#include "app/bundle/journalextract.h"
#include "app/bundle/redaction.h"
#include "app/plan/planreader.h"
#include "base/child.h"
#include "images/archivewriter.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QSysInfo>

namespace imagebuilder::app {

namespace {

constexpr int bundledBuilds = 50;
constexpr int bundledLogs = 40;
constexpr qint64 mostOfALog = 1024LL * 1024; // its end is what tells

/// What the bundle is made of, while it is.
struct Content
{
    QList<images::ArchiveEntry> entries;
    QStringList missing;

    void add(const QString &name, const QByteArray &text) { entries << images::ArchiveEntry{name, text}; }
    void add(const QString &name, const QJsonValue &json)
    {
        add(name, json.isArray() ? QJsonDocument(json.toArray()).toJson() : QJsonDocument(json.toObject()).toJson());
    }
    void lacks(const QString &name, const QString &why) { missing << QStringLiteral("%1: %2").arg(name, why); }
};

QByteArray endOfFile(QFile &file)
{
    if (file.size() > mostOfALog)
        file.seek(file.size() - mostOfALog);
    return file.read(mostOfALog);
}

/// The main log, and the newest builds' logs and manifests.
void addLogs(Content &content, const Settings &settings)
{
    const QDir folder(settings.folders.log);
    const auto names = folder.entryInfoList({"*.log", "*.manifest"}, QDir::Files, QDir::Time);
    for (const auto &info : names.mid(0, bundledLogs)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            content.add(QStringLiteral("logs/") + info.fileName(), endOfFile(file));
        else
            content.lacks(info.filePath(), file.errorString());
    }
}

void addConfiguration(Content &content, const Settings &settings)
{
    const auto clouds = openstack::CloudsConfig::load(settings.clouds);
    const auto file = clouds ? clouds->file() : QString();
    if (const auto document = file.isEmpty() ? Result<YamlValue>() : readYaml(file))
        content.add(QStringLiteral("clouds.json"), redactedClouds(*document));
    if (!clouds)
        content.lacks(QStringLiteral("clouds.yaml"), clouds.error().message());
    const auto plan = findPlan({}, settings.clouds.environment, Caller::current());
    if (!plan)
        return;
    if (const auto document = readYaml(*plan))
        content.add(QStringLiteral("plan.json"), redactedPlan(*document));
    else
        content.lacks(*plan, document.error().message());
}

/// Of the plan's script, as far as this process sees where they are. Descriptors are the builds' own.
QList<Secret> planSecrets(const Settings &settings)
{
    const auto &environment = settings.clouds.environment;
    const auto file = findPlan({}, environment, Caller::current());
    const auto plan = file ? loadPlan(*file, Plan::defaultsFor(settings)) : Result<Plan>();
    QList<Secret> found;
    if (!plan)
        return found;
    for (const auto &[key, source] : plan->secrets.asKeyValueRange()) {
        if (source.kind == SecretSource::Kind::Descriptor)
            continue;
        auto one = *plan;
        one.secrets = {{key, source}};
        if (const auto secret = readSecrets(one, environment))
            found << secret->first();
    }
    return found;
}

void addJournal(Content &content, Backend &backend)
{
    const auto journal = backend.journal();
    const auto extract = journal ? journalExtract(**journal, bundledBuilds) : std::unexpected(journal.error());
    if (extract)
        content.add(QStringLiteral("journal.json"), *extract);
    else
        content.lacks(QStringLiteral("journal"), extract.error().message());
}

/// The first line of what a program says of itself; ssh says it on standard error.
Task<QString> versionOf(QString program, QString option, std::stop_token stop)
{
    ChildCommand command{.program = program, .arguments = {option}, .onLine = {}};
    const auto ended = co_await runChild(std::move(command), stop);
    if (!ended)
        co_return QString(ended.error().message());
    co_return QString::fromUtf8(ended->output + ended->errors).section(u'\n', 0, 0);
}

Task<QJsonObject> versions(Backend &backend, std::stop_token stop)
{
    const auto &folders = backend.settings().folders;
    const auto ssh = co_await versionOf(QStringLiteral("ssh"), QStringLiteral("-V"), stop);
    const auto gpgv = co_await versionOf(QStringLiteral("gpgv"), QStringLiteral("--version"), stop);
    const QJsonObject places{{"state", folders.state}, {"cache", folders.cache}, {"log", folders.log}};
    co_return QJsonObject{{"imagebuilderd", QStringLiteral(IMAGEBUILDER_VERSION)},
                          {"qt", QString::fromLatin1(qVersion())},
                          {"system", QSysInfo::prettyProductName()},
                          {"kernel", QSysInfo::kernelVersion()},
                          {"cpu", QSysInfo::currentCpuArchitecture()},
                          {"ssh", ssh},
                          {"gpgv", gpgv},
                          {"folders", places},
                          {"mirror", backend.settings().source.mirror.toDisplayString()},
                          {"made", backend.clock().now().toString(Qt::ISODate)}};
}

QByteArray doctorText(const QList<Finding> &findings)
{
    QString text;
    for (const auto &finding : findings)
        text += QStringLiteral("%1  %2: %3%4\n")
                    .arg(stateName(finding.state), finding.about, finding.text,
                         finding.remedy.isEmpty() ? QString() : QStringLiteral(" → ") + finding.remedy);
    return text.toUtf8();
}

} // namespace

Task<Result<SupportBundle>> makeSupportBundle(Backend &backend, QString file, DoctorOrder doctor, std::stop_token stop)
{
    Content content;
    const auto &settings = backend.settings();
    const auto known = co_await versions(backend, stop);
    content.add(QStringLiteral("versions.json"), QJsonValue(known));
    const auto findings = co_await examine(backend, doctor, stop);
    content.add(QStringLiteral("doctor.txt"), doctorText(findings));
    if (stop.stop_requested())
        co_return failure(cancelled());
    addConfiguration(content, settings);
    addJournal(content, backend);
    addLogs(content, settings);
    content.add(QStringLiteral("missing.txt"), content.missing.join(u'\n').toUtf8());

    const auto secrets = knownSecrets(settings) + planSecrets(settings);
    SupportBundle bundle{.file = QFileInfo(file).absoluteFilePath(), .names = {}, .missing = content.missing};
    for (auto &entry : content.entries) {
        entry.content = without(secrets, entry.content);
        bundle.names << entry.name;
    }
    IB_CO_CHECK(images::writeArchive(file, content.entries, backend.clock().now()));
    co_return bundle;
}

} // namespace imagebuilder::app

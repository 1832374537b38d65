// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "fakemodel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <sys/file.h>

namespace {

const QString fakes = QStringLiteral(IMAGEBUILDER_TEST_DIR "/fake/");

void writeFile(const QString &path, const QByteArray &bytes, bool executable = false)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    if (executable)
        file.setPermissions(file.permissions() | QFile::ExeOwner);
}

/// Sets object[keys…] = value.
void put(QJsonObject &object, QStringList keys, const QJsonValue &value)
{
    const auto key = keys.takeFirst();
    if (keys.isEmpty()) {
        object.insert(key, value);
        return;
    }
    auto inner = object.value(key).toObject();
    put(inner, keys, value);
    object.insert(key, inner);
}

HookEnd endOf(const QJsonObject &json)
{
    return {.code = json.value(u"code").toInt(-1),
            .out = json.value(u"out").toString(),
            .err = json.value(u"err").toString(),
            .ownSeconds = json.value(u"seconds").toDouble() - json.value(u"inTools").toDouble(),
            .result = json.value(u"result").toObject(),
            .failed = json.value(u"failed").toString(),
            .changed = json.value(u"changed").toArray()};
}

} // namespace

FakeModel::FakeModel()
{
    const QJsonObject empty{{"uuid", "3f9a1c52-6d0b-4b3e-9a51-0c8c8d1f7e10"},
                            {"version", "3.6.1"},
                            {"config", QJsonObject()},
                            {"environment", QJsonObject()},
                            {"secrets", QJsonObject()},
                            {"units", QJsonObject()},
                            {"relations", QJsonObject()},
                            {"log", QJsonArray()},
                            {"changes", QJsonArray()},
                            {"times", QJsonArray()}};
    writeFile(path(QStringLiteral("model.json")), QJsonDocument(empty).toJson());
    QDir().mkpath(path(QStringLiteral("tools")));
    for (const auto *tool :
         {"config-get", "relation-ids", "relation-list", "relation-get", "relation-set", "status-set", "secret-get",
          "action-get", "action-set", "action-fail", "action-log", "juju-log", "is-leader"})
        QFile::link(fakes + QStringLiteral("hooktool.py"), path(QStringLiteral("tools/") + QLatin1String(tool)));
    const QJsonObject peers{{"endpoint", "builders"},
                            {"remote", "builder"},
                            {"units", QJsonArray()},
                            {"bags", QJsonObject{{"builder", QJsonObject()}}}};
    change([&](QJsonObject &state) { put(state, {"relations", "builders:0"}, peers); });
}

void FakeModel::addUnit(const QString &unit, bool leader)
{
    const auto folder = QString(unit).replace(u'/', u'-');
    const auto charm = path(folder + QStringLiteral("/charm"));
    const auto program = QCoreApplication::applicationDirPath() + QStringLiteral("/imagebuilderd");
    writeFile(charm + QStringLiteral("/dispatch"), "#!/bin/sh\nexec '" + program.toUtf8() + "' hook\n", true);
    const auto exec = "#!/bin/sh\nexec '" + (fakes + QStringLiteral("uniter.py")).toUtf8() + "' exec '" +
                      m_folder.path().toUtf8() + "' \"$@\"\n";
    writeFile(root(unit) + QStringLiteral("/usr/bin/juju-exec"), exec, true);
    change([&](QJsonObject &state) {
        put(state, {"units", unit},
            QJsonObject{{"leader", leader},
                        {"status", QJsonArray{"unknown", ""}},
                        {"statuses", QJsonArray()},
                        {"error", ""},
                        {"heard", ""},
                        {"charm", charm},
                        {"root", root(unit)}});
        auto units = state.value(u"relations").toObject().value(u"builders:0").toObject().value(u"units").toArray();
        units.append(unit);
        put(state, {"relations", "builders:0", "units"}, units);
        put(state, {"relations", "builders:0", "bags", unit}, QJsonObject());
    });
}

void FakeModel::setLeader(const QString &unit)
{
    change([&](QJsonObject &state) {
        for (const auto &each : state.value(u"units").toObject().keys())
            put(state, {"units", each, "leader"}, each == unit);
    });
}

QString FakeModel::root(const QString &unit) const
{
    return path(QString(unit).replace(u'/', u'-') + QStringLiteral("/root"));
}

void FakeModel::setConfig(const QString &key, const QJsonValue &value)
{
    change([&](QJsonObject &state) { put(state, {"config", key}, value); });
}

void FakeModel::setVersion(const QString &version)
{
    change([&](QJsonObject &state) { put(state, {"version"}, version); });
}

void FakeModel::setEnvironment(const QString &name, const QString &value)
{
    change([&](QJsonObject &state) { put(state, {"environment", name}, value); });
}

void FakeModel::setSecret(const QString &id, const QJsonObject &content, bool granted)
{
    change([&](QJsonObject &state) {
        auto revisions = state.value(u"secrets").toObject().value(id).toObject().value(u"revisions").toArray();
        const auto tracked = qMax<qsizetype>(revisions.size() - 1, 0);
        revisions.append(content);
        put(state, {"secrets", id},
            QJsonObject{{"revisions", revisions}, {"granted", granted}, {"tracked", static_cast<int>(tracked)}});
    });
}

void FakeModel::relate(const QString &relation, const QString &application, const QJsonObject &bag)
{
    const auto unit = application + QStringLiteral("/0");
    const QJsonObject made{{"endpoint", relation.section(u':', 0, 0)},
                           {"remote", application},
                           {"units", QJsonArray{unit}},
                           {"bags", QJsonObject{{unit, bag}}}};
    change([&](QJsonObject &state) { put(state, {"relations", relation}, made); });
}

void FakeModel::setRemoteBag(const QString &relation, const QString &unit, const QJsonObject &bag)
{
    change([&](QJsonObject &state) { put(state, {"relations", relation, "bags", unit}, bag); });
}

void FakeModel::removeRelation(const QString &relation)
{
    change([&](QJsonObject &state) {
        auto relations = state.value(u"relations").toObject();
        relations.remove(relation);
        state.insert(u"relations", relations);
    });
}

HookEnd FakeModel::hook(const QString &name, const QStringList &variables, const QString &unit) const
{
    const QStringList words{QStringLiteral("run"), m_folder.path(), unit, QStringLiteral("hooks/") + name};
    return endOf(uniter(words + variables));
}

HookEnd FakeModel::relationHook(const QString &relation, const QString &event, const QString &unit) const
{
    const auto found = state().value(u"relations").toObject().value(relation).toObject();
    const auto endpoint = relation.section(u':', 0, 0);
    const bool withUnit = event != u"created" && event != u"broken";
    const auto remote = found.value(u"remote").toString();
    return hook(endpoint + QStringLiteral("-relation-") + event,
                {QStringLiteral("JUJU_RELATION=") + endpoint, QStringLiteral("JUJU_RELATION_ID=") + relation,
                 QStringLiteral("JUJU_REMOTE_APP=") + remote,
                 QStringLiteral("JUJU_REMOTE_UNIT=") + (withUnit ? remote + QStringLiteral("/0") : QString())},
                unit);
}

HookEnd FakeModel::action(const QString &name, const QJsonObject &parameters, const QString &unit) const
{
    const auto given = QString::fromUtf8(QJsonDocument(parameters).toJson(QJsonDocument::Compact));
    return endOf(uniter({QStringLiteral("run"), m_folder.path(), unit, QStringLiteral("actions/") + name,
                         QStringLiteral("JUJU_ACTION_NAME=") + name, QStringLiteral("JUJU_ACTION_UUID=1"),
                         QStringLiteral("FAKE_ACTION_PARAMETERS=") + given}));
}

int FakeModel::custom(const QString &event, const QString &unit) const
{
    int code = -1;
    uniter({QStringLiteral("exec"), m_folder.path(), unit,
            QStringLiteral("JUJU_DISPATCH_PATH=%1 HOME=/home/ubuntu ./dispatch").arg(event)},
           &code);
    return code;
}

QProcessEnvironment FakeModel::begin(const QString &path, const QStringList &variables) const
{
    const auto json =
        uniter(QStringList{QStringLiteral("begin"), m_folder.path(), QStringLiteral("builder/0"), path} + variables);
    QProcessEnvironment environment;
    for (auto each = json.begin(); each != json.end(); ++each)
        environment.insert(each.key(), each.value().toString());
    return environment;
}

HookEnd FakeModel::end(const QProcessEnvironment &environment, int code) const
{
    return endOf(uniter({QStringLiteral("end"), m_folder.path(), environment.value(QStringLiteral("JUJU_CONTEXT_ID")),
                         QString::number(code)}));
}

QString FakeModel::status(const QString &unit) const
{
    const auto words = state().value(u"units").toObject().value(unit).toObject().value(u"status").toArray();
    return words.at(0).toString() + QStringLiteral(": ") + words.at(1).toString();
}

bool FakeModel::waitUntil(const std::function<bool()> &condition, int seconds) const
{
    return QTest::qWaitFor(condition, seconds * 1000);
}

QJsonObject FakeModel::bag(const QString &relation, const QString &owner) const
{
    const auto found = state().value(u"relations").toObject().value(relation).toObject();
    return found.value(u"bags").toObject().value(owner).toObject();
}

QJsonObject FakeModel::state() const
{
    QJsonObject all;
    change([&](const QJsonObject &state) { all = state; });
    return all;
}

void FakeModel::change(const std::function<void(QJsonObject &)> &edit) const
{
    // The same lock as the tools take (fake/model.py).
    QFile lock(path(QStringLiteral("model.lock")));
    QFile file(path(QStringLiteral("model.json")));
    if (!lock.open(QIODevice::WriteOnly) || ::flock(lock.handle(), LOCK_EX) != 0 || !file.open(QIODevice::ReadOnly))
        qFatal("the fake model cannot be read");
    auto state = QJsonDocument::fromJson(file.readAll()).object();
    file.close();
    const auto before = state;
    edit(state);
    if (state != before)
        writeFile(file.fileName(), QJsonDocument(state).toJson());
}

QJsonObject FakeModel::uniter(const QStringList &arguments, int *code) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(fakes + QStringLiteral("uniter.py"), arguments);
    if (!process.waitForFinished(120'000))
        qFatal("the fake uniter did not end: %s", qPrintable(arguments.join(u' ')));
    if (code)
        *code = process.exitCode();
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/publicclient.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QUuid>

namespace imagebuilder::testing {

namespace {

/// Every object or array that the client printed, one for each command that printed any.
QJsonArray documentsIn(const QByteArray &output)
{
    QJsonArray documents;
    QByteArray current;
    for (const auto &line : output.split('\n')) {
        current += line + '\n';
        if (line == "}" || line == "]" || line == "[]" || line == "{}") {
            const auto document = QJsonDocument::fromJson(current);
            documents.append(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()));
            current.clear();
        }
    }
    return documents;
}

/// "image show" of "image show -f json NAME".
QString firstWords(const QString &command)
{
    return command.section(QStringLiteral(" -"), 0, 0);
}

} // namespace

PublicClient::PublicClient(const QProcessEnvironment &environment, const QString &cloud)
    : m_environment(environment),
      m_name(QStringLiteral("publicclient-") + QUuid::createUuid().toString(QUuid::Id128).left(8))
{
    m_environment.insert(QStringLiteral("OS_CLOUD"), cloud);
}

QJsonArray PublicClient::run(const QStringList &commands, QByteArray *errors) const
{
    constexpr int patience = 300'000;
    QProcess client;
    client.setProcessEnvironment(m_environment);
    client.start(QStringLiteral("openstack"), QStringList());
    client.write(commands.join(u'\n').toUtf8() + '\n');
    client.closeWriteChannel();
    client.waitForFinished(patience);
    const auto told = client.readAllStandardError();
    if (errors)
        *errors = told;
    else if (!told.isEmpty())
        qWarning("%s", told.constData());
    return documentsIn(client.readAllStandardOutput());
}

QByteArray PublicClient::imageBytes()
{
    return QByteArray(300'000, 'x');
}

QStringList PublicClient::script(const QString &file) const
{
    QFile source(QStringLiteral(IMAGEBUILDER_TEST_DIR "/publicclient/") + file);
    if (!source.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(source.fileName()));
    QStringList commands;
    for (auto line : QString::fromUtf8(source.readAll()).split(u'\n', Qt::SkipEmptyParts))
        if (!line.startsWith(u'#'))
            commands << line.replace(QStringLiteral("NAME"), m_name).replace(QStringLiteral("FOLDER"), m_folder.path());
    return commands;
}

QMap<QString, QJsonValue> PublicClient::show()
{
    QFile image(file(QStringLiteral("image.raw")));
    if (!image.open(QIODevice::WriteOnly) || image.write(imageBytes()) < 0)
        qFatal("cannot write %s", qPrintable(image.fileName()));
    image.close();
    QProcess::execute(QStringLiteral("ssh-keygen"),
                      {"-q", "-t", "ed25519", "-N", "", "-f", file(QStringLiteral("key"))});
    const auto commands = script(QStringLiteral("show.commands"));
    QByteArray errors;
    const auto documents = run(commands, &errors);
    const auto asking = commands.filter(QStringLiteral(" -f json"));
    if (documents.size() != asking.size()) {
        remove();
        qFatal("%lld commands printed %lld documents: %s", static_cast<qint64>(asking.size()),
               static_cast<qint64>(documents.size()), errors.constData());
    }
    QMap<QString, QJsonValue> shown;
    for (qsizetype i = 0; i < asking.size(); ++i) {
        // Several commands may begin with the same words, and differ in what they want to see.
        auto words = firstWords(asking.at(i));
        if (shown.contains(words))
            words = asking.at(i);
        shown.insert(words, documents.at(i));
    }
    return shown;
}

void PublicClient::remove() const
{
    run(script(QStringLiteral("remove.commands")));
}

QSet<QString> fieldsIn(const QJsonValue &document, const QString &within)
{
    QSet<QString> fields;
    for (const auto &element : document.toArray())
        fields += fieldsIn(element, within);
    const auto object = document.toObject();
    for (auto field = object.begin(); field != object.end(); ++field) {
        const auto name = within + field.key();
        fields += name;
        fields += fieldsIn(field.value(), name + u'.');
    }
    return fields;
}

} // namespace imagebuilder::testing

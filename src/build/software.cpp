// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/software.h"

#include "base/json.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

const QStringList packageKinds{QStringLiteral("deb"), QStringLiteral("snap"), QStringLiteral("npm"),
                               QStringLiteral("cargo")};

/// The manifest's texts under their keys.
const QList<std::pair<QString, QString Manifest::*>> &texts()
{
    static const QList<std::pair<QString, QString Manifest::*>> all{
        {QStringLiteral("build"), &Manifest::build},
        {QStringLiteral("image"), &Manifest::imageName},
        {QStringLiteral("base"), &Manifest::base},
        {QStringLiteral("arch"), &Manifest::arch},
        {QStringLiteral("base_serial"), &Manifest::baseSerial},
        {QStringLiteral("base_sha256"), &Manifest::baseSha256},
        {QStringLiteral("kernel"), &Manifest::kernel},
        {QStringLiteral("runner"), &Manifest::runner},
        {QStringLiteral("runner_sha256"), &Manifest::runnerSha256},
        {QStringLiteral("yq_commit"), &Manifest::yqCommit},
        {QStringLiteral("script_sha256"), &Manifest::scriptSha256},
    };
    return all;
}

void sort(QList<Package> &packages)
{
    std::ranges::sort(packages, {}, [](const Package &each) {
        return std::tuple(packageKinds.indexOf(each.kind), each.name, each.version);
    });
}

} // namespace

void readSoftware(const QByteArray &lines, Manifest &manifest)
{
    const QMap<QString, QString Manifest::*> facts{{QStringLiteral("kernel"), &Manifest::kernel},
                                                   {QStringLiteral("runner"), &Manifest::runner},
                                                   {QStringLiteral("runner-sha256"), &Manifest::runnerSha256},
                                                   {QStringLiteral("yq"), &Manifest::yqCommit}};
    for (const auto &line : QString::fromUtf8(lines).split(u'\n')) {
        const auto words = line.split(u' ', Qt::SkipEmptyParts);
        const auto kind = words.value(0);
        if (kind == u"note")
            manifest.notes << line.mid(5).trimmed();
        else if (facts.contains(kind) && words.size() == 2)
            manifest.*facts.value(kind) = words[1];
        else if (packageKinds.contains(kind) && words.size() >= 3)
            manifest.packages << Package{kind, words[1], words[2], words.value(3)};
    }
    sort(manifest.packages);
}

QJsonObject toJson(const Manifest &manifest)
{
    QJsonObject json;
    for (const auto &[key, text] : texts())
        json.insert(key, manifest.*text);
    json.insert(QStringLiteral("size"), manifest.size);
    json.insert(QStringLiteral("notes"), QJsonArray::fromStringList(manifest.notes));
    QJsonArray packages;
    for (const auto &each : manifest.packages) {
        QJsonObject package{{"kind", each.kind}, {"name", each.name}, {"version", each.version}};
        if (!each.revision.isEmpty())
            package.insert(QStringLiteral("revision"), each.revision);
        packages.append(package);
    }
    json.insert(QStringLiteral("packages"), packages);
    return json;
}

Result<Manifest> parseManifest(const QByteArray &bytes)
{
    IB_TRY(const auto json, parseJsonObject(bytes, QStringLiteral("the manifest")));
    const JsonReader reader(json, QStringLiteral("the manifest"));
    Manifest manifest;
    IB_TRY(const auto packages, reader.array(QStringLiteral("packages")));
    for (const auto &[key, text] : texts())
        manifest.*text = reader.stringOr(key);
    manifest.size = reader.integerOr(QStringLiteral("size"));
    for (const auto &note : reader.arrayOr(QStringLiteral("notes")))
        manifest.notes << note.toString();
    for (const auto &each : packages)
        manifest.packages << Package{each[u"kind"].toString(), each[u"name"].toString(), each[u"version"].toString(),
                                     each[u"revision"].toString()};
    sort(manifest.packages);
    return manifest;
}

} // namespace imagebuilder::build

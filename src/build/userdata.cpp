// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/userdata.h"

#include "build/mime.h"
#include "build/script.h"

#include <QtCore/QFile>

namespace imagebuilder::build {

namespace {

constexpr qsizetype mostBytes = 65535; // Nova's limit on user_data, which is base64

// cloud-init runs scripts in the order of their file names.
const QByteArray hostKeysName = QByteArrayLiteral("00-imagebuilder-host-keys");
const QByteArray imageName = QByteArrayLiteral("50-imagebuilder-image");
const QByteArray operatorsName = QByteArrayLiteral("50-user-data");

const QByteArray valuesMark = QByteArrayLiteral("# imagebuilder: values\n");

Result<QByteArray> resource(const QString &name)
{
    QFile file(QStringLiteral(":/imagebuilder/userdata/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Internal, QStringLiteral("resource %1 is not in this program").arg(name));
    return file.readAll();
}

/// The script's variables, all of them, each as one word of the shell.
QByteArray assignments(const Request &request)
{
    QList<std::pair<QByteArray, QByteArray>> values{
        {"arch", request.arch.name.toUtf8()},
        {"base", request.release.codename.toUtf8()},
        {"runner_version", request.runnerVersion.toUtf8()},
        {"runner_sha256", request.runnerDigest()},
        {"proxy", request.proxy.toUtf8()},
        {"snaps", request.content.snaps ? "on" : "off"},
        {"ppa", request.content.ppa ? "on" : "off"},
    };
    for (const auto &name : ContentMirrors::sources().keys())
        values.emplaceBack("mirror_" + name.toUtf8(), request.content.urls.value(name).toEncoded());
    QByteArray lines;
    for (const auto &[name, value] : values)
        lines += name + '=' + shellQuoted(value) + '\n';
    return lines;
}

Result<QByteArray> imageScript(const Request &request)
{
    if (request.arch.name == u"arm" && (request.release.codename == u"focal" || request.release.codename == u"jammy"))
        return failure(ErrorKind::Config,
                       QStringLiteral("an image for arm cannot be made on %1, which lacks packages it "
                                      "needs; use noble or resolute")
                           .arg(request.release.codename));
    IB_TRY(auto script, resource(QStringLiteral("image.sh")));
    const auto at = script.indexOf(valuesMark);
    if (at < 0)
        return failure(ErrorKind::Internal, QStringLiteral("the image script has no place for its values"));
    return script.insert(at + valuesMark.size(), assignments(request));
}

Result<MimePart> operatorsPart(const QByteArray &userData)
{
    const auto type = cloudInitType(userData);
    if (type.isEmpty())
        return failure(ErrorKind::Config,
                       QStringLiteral("cloud-init would not know what to do with this user-data: it "
                                      "begins with neither #! nor #cloud-config nor another marker"));
    return MimePart{.type = type, .name = operatorsName, .body = userData};
}

} // namespace

Result<QByteArray> hostKeysUserData()
{
    IB_TRY(const auto hostKeys, resource(QStringLiteral("hostkeys.sh")));
    return mimeMultipart({{.type = "text/x-shellscript", .name = hostKeysName, .body = hostKeys}});
}

Result<QByteArray> renderUserData(const Request &request)
{
    IB_TRY(const auto hostKeys, resource(QStringLiteral("hostkeys.sh")));
    MimePart second;
    if (request.userData.isEmpty()) {
        IB_TRY(const auto script, imageScript(request));
        second = {.type = "text/x-shellscript", .name = imageName, .body = script};
    } else {
        IB_TRY(second, operatorsPart(request.userData));
    }
    const auto whole = mimeMultipart({{.type = "text/x-shellscript", .name = hostKeysName, .body = hostKeys}, second});
    const auto encoded = whole.toBase64().size();
    if (encoded > mostBytes)
        return failure(ErrorKind::Config,
                       QStringLiteral("the user-data takes %1 bytes in base64 and Nova allows %2; let it "
                                      "fetch what is large, or compress it with gzip")
                           .arg(encoded)
                           .arg(mostBytes));
    return whole;
}

} // namespace imagebuilder::build

// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitfiles.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

#include <pwd.h>
#include <unistd.h>

namespace imagebuilder::app {

namespace {

const passwd *workerUser()
{
    return ::geteuid() == 0 ? ::getpwnam("imagebuilder") : nullptr;
}

std::unexpected<Error> cannot(const QString &path, const QString &why)
{
    return failure(ErrorKind::Storage, QStringLiteral("%1 cannot be written: %2").arg(path, why));
}

} // namespace

bool hasWorkerUser()
{
    return workerUser() != nullptr;
}

Result<void> handToWorker(const QString &path)
{
    const auto *const user = workerUser();
    if (user && ::chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) != 0)
        return cannot(path, qt_error_string());
    return {};
}

Result<void> makeWorkerFolder(const QString &path)
{
    // main() takes all rights from group and others.
    if (!QDir().mkpath(path))
        return cannot(path, QStringLiteral("the folder cannot be made"));
    return handToWorker(path);
}

Result<bool> writeUnitFile(const QString &path, const QByteArray &bytes, FileReaders readers)
{
    using Permission = QFileDevice::Permission;
    QFileDevice::Permissions permissions = Permission::ReadOwner | Permission::WriteOwner;
    if (readers == FileReaders::All)
        permissions |= Permission::ReadGroup | Permission::ReadOther;
    const QFileInfo info(path);
    if (info.exists() && readUnitFile(path) == bytes)
        return false;
    if (!QDir().mkpath(info.path()))
        return cannot(path, QStringLiteral("its folder cannot be made"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannot(path, file.errorString());
    file.setPermissions(permissions);
    file.write(bytes);
    if (!file.commit())
        return cannot(path, file.errorString());
    if (readers == FileReaders::Worker)
        IB_CHECK(handToWorker(path));
    return true;
}

QJsonObject textsJson(const QMap<QString, QString> &texts)
{
    QJsonObject object;
    for (const auto &[key, text] : texts.asKeyValueRange())
        object.insert(key, text);
    return object;
}

QMap<QString, QString> textsOf(const QJsonValue &value)
{
    QMap<QString, QString> texts;
    const auto object = value.toObject();
    for (auto text = object.begin(); text != object.end(); ++text)
        if (text.value().isString())
            texts.insert(text.key(), text.value().toString());
    return texts;
}

QByteArray readUnitFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace imagebuilder::app

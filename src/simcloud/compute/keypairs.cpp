// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/paging.h"
#include "simcloud/sim/errors.h"
#include "simcloud/vm/child.h"
#include "simcloud/vm/folders.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

KeyPair *ownKey(Context &context, const QString &name)
{
    for (auto &key : context.state.keyPairs)
        if (key.userId == context.caller.userId && key.name == name)
            return &key;
    return nullptr;
}

/// MD5 of the key's bytes, as Nova shows it; empty when that is no public key.
QString fingerprint(const QString &publicKey)
{
    const auto words = publicKey.simplified().split(u' ');
    const auto blob = QByteArray::fromBase64(words.value(1).toLatin1());
    if (blob.size() < 20 || !blob.contains(words.first().toLatin1()))
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(blob, QCryptographicHash::Md5).toHex(':'));
}

QJsonObject keyJson(const Context &context, const KeyPair &key)
{
    QJsonObject object{{"name", key.name}, {"public_key", key.publicKey}, {"fingerprint", key.fingerprint}};
    if (context.microversion >= 2)
        object.insert("type", key.type);
    return object;
}

/// Makes a key pair; the private half.
QString generate(QString &publicKey)
{
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("key"));
    runChild({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "Generated-by-Nova", "-f", file},
             [](const QByteArray &) {});
    publicKey = QString::fromUtf8(readFile(file + QStringLiteral(".pub")));
    return QString::fromUtf8(readFile(file));
}

Response noSuchKey(const QString &name, const QString &user)
{
    return novaError(404, QStringLiteral("Keypair %1 not found for user %2").arg(name, user));
}

} // namespace

Response listKeyPairs(Context &context)
{
    QList<QJsonObject> objects;
    for (const auto &key : std::as_const(context.state.keyPairs))
        if (key.userId == context.caller.userId)
            objects.append(QJsonObject{{"keypair", keyJson(context, key)}});
    return novaPage(context, QStringLiteral("keypairs"), objects, QStringLiteral("name"));
}

Response showKeyPair(Context &context)
{
    const auto *key = ownKey(context, context.id());
    if (!key)
        return noSuchKey(context.id(), context.caller.userId);
    auto object = keyJson(context, *key);
    object.insert("user_id", key->userId);
    object.insert("id", key->number);
    object.insert("created_at", timeText(key->created));
    object.insert("deleted", false);
    return Response::json({{"keypair", object}});
}

Response createKeyPair(Context &context)
{
    const auto wish = context.body.value("keypair").toObject();
    const auto name = wish.value("name").toString();
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9@._-][A-Za-z0-9@._ -]{0,254}$"));
    if (!allowed.match(name).hasMatch())
        return novaError(400, QStringLiteral("Invalid input for field/attribute name. Value: %1.").arg(name));
    if (wish.contains("type") && context.microversion < 2)
        return novaError(400, QStringLiteral("Additional properties are not allowed ('type' was unexpected)"));
    if (!wish.contains("public_key") && context.microversion >= 92)
        return novaError(400, QStringLiteral("'public_key' is a required property"));
    if (ownKey(context, name))
        return novaError(409, QStringLiteral("Key pair '%1' already exists.").arg(name));
    const auto used = std::ranges::count(context.state.keyPairs, context.caller.userId, &KeyPair::userId);
    const auto *project = find(context.state.projects, context.caller.projectId);
    if (const auto most = project ? project->quota.value("key_pairs") : -1; most >= 0 && used >= most)
        return novaError(403, QStringLiteral("Quota exceeded, too many key pairs."));
    KeyPair key{.userId = context.caller.userId,
                .name = name,
                .publicKey = wish.value("public_key").toString(),
                .fingerprint = {},
                .created = now(),
                .number = static_cast<int>(context.state.keyPairs.size()) + 1};
    const auto privateKey = wish.contains("public_key") ? QString() : generate(key.publicKey);
    key.fingerprint = fingerprint(key.publicKey);
    if (key.fingerprint.isEmpty())
        return novaError(400, QStringLiteral("Keypair data is invalid: failed to generate fingerprint"));
    context.state.keyPairs.append(key);
    auto object = keyJson(context, key);
    object.insert("user_id", key.userId);
    if (!privateKey.isEmpty())
        object.insert("private_key", privateKey);
    return Response::json({{"keypair", object}}, context.microversion >= 2 ? 201 : 200);
}

Response deleteKeyPair(Context &context)
{
    const auto gone = context.state.keyPairs.removeIf(
        [&](const KeyPair &key) { return key.userId == context.caller.userId && key.name == context.id(); });
    return gone > 0 ? Response::empty(context.microversion >= 2 ? 204 : 202)
                    : noSuchKey(context.id(), context.caller.userId);
}

} // namespace imagebuilder::simcloud

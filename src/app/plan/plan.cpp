// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/plan.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace imagebuilder::app {

namespace {

/// Far more than any token or key; whoever names a disk image by mistake hears of it.
constexpr qint64 mostSecretBytes = 64LL * 1024;

Result<Secret> readAll(QFile &file, const QString &place)
{
    const auto bytes = file.read(mostSecretBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorKind::Config, QStringLiteral("%1 cannot be read: %2").arg(place, file.errorString()));
    if (bytes.size() > mostSecretBytes)
        return failure(ErrorKind::Config, QStringLiteral("%1 holds more than 64 KiB").arg(place));
    // Editors and `echo` end a file with a newline that nobody means.
    return Secret(bytes.endsWith('\n') ? bytes.chopped(1) : bytes);
}

Result<Secret> readSecret(const SecretSource &source, const QString &folder, const QProcessEnvironment &environment)
{
    using Kind = SecretSource::Kind;
    if (source.kind == Kind::Environment) {
        if (environment.contains(source.place))
            return Secret(environment.value(source.place));
        return failure(ErrorKind::Config, QStringLiteral("the environment has no variable %1").arg(source.place));
    }
    if (source.kind == Kind::File) {
        QFile file(QDir(folder).filePath(source.place));
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorKind::Config,
                           QStringLiteral("%1 cannot be read: %2").arg(file.fileName(), file.errorString()));
        return readAll(file, file.fileName());
    }
    QFile file;
    const auto place = QStringLiteral("file descriptor %1").arg(source.place);
    if (!file.open(source.place.toInt(), QIODevice::ReadOnly))
        return failure(ErrorKind::Config, QStringLiteral("%1 cannot be read: %2").arg(place, file.errorString()));
    return readAll(file, place);
}

} // namespace

Plan Plan::defaultsFor(const Settings &settings)
{
    Plan plan;
    plan.source = settings.source;
    plan.build = settings.build;
    plan.keeping = settings.keeping;
    return plan;
}

void Plan::applyTo(Settings &settings) const
{
    const auto cache = settings.source.cacheFolder;
    settings.source = source;
    settings.source.cacheFolder = cache;
    settings.build = build;
    settings.keeping = keeping;
    settings.intervalHours = intervalHours;
    if (settings.notify.isEmpty())
        settings.notify = notify;
    if (settings.metricsFile.isEmpty())
        settings.metricsFile = metricsFile;
    const RunnerSources unsaid;
    if (settings.runners.upstream == unsaid.upstream)
        settings.runners.upstream = upstreamReleases.value_or(unsaid.upstream);
    if (settings.runners.fork == unsaid.fork)
        settings.runners.fork = forkReleases.value_or(unsaid.fork);
}

QList<BuildOrder> ordersOf(const Plan &plan)
{
    QList<BuildOrder> orders;
    for (const auto &release : plan.bases) {
        for (const auto &arch : plan.archs) {
            BuildOrder order{.cloud = plan.cloud, .request = plan.request};
            order.request.release = release;
            order.request.arch = arch;
            order.request.imageName = images::builtImageName(plan.request.prefix, release, arch);
            orders << order;
        }
    }
    return orders;
}

Result<QMap<QString, Secret>> readSecrets(const Plan &plan, const QProcessEnvironment &environment)
{
    QMap<QString, Secret> secrets;
    for (const auto &[key, source] : plan.secrets.asKeyValueRange()) {
        auto secret = readSecret(source, plan.folder, environment);
        if (!secret)
            return std::unexpected(secret.error().withContext(QStringLiteral("secret %1 of the script").arg(key)));
        secrets.insert(key, *std::move(secret));
    }
    return secrets;
}

} // namespace imagebuilder::app

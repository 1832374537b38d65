// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/taking.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::app {

namespace {
constexpr qsizetype mostLabelChars = 255; ///< what Glance's database holds of a tag or a property
} // namespace

Result<QByteArray> readFile(const Plan &plan, const QString &path)
{
    QFile file(QDir(plan.folder).filePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Usage, QStringLiteral("cannot read %1: %2").arg(file.fileName(), file.errorString()));
    auto bytes = file.readAll();
    if (bytes.isEmpty())
        return failure(ErrorKind::Usage, QStringLiteral("%1 is empty").arg(file.fileName()));
    return bytes;
}

PlanKey duration(const char *path, const char *option, const char *help, milliseconds &(*place)(Plan &))
{
    return {.path = QString::fromLatin1(path),
            .option = QString::fromLatin1(option),
            .valueName = QStringLiteral("DURATION"),
            .help = QString::fromLatin1(help),
            .group = QStringLiteral("How VMs are reached, and for how long"),
            .take = text(place, parseDuration),
            .form = PlanKey::Form::Duration};
}

PlanKey age(const char *path, const char *option, const char *help, seconds &(*place)(Plan &))
{
    return {.path = QString::fromLatin1(path),
            .option = QString::fromLatin1(option),
            .valueName = QStringLiteral("AGE"),
            .help = QString::fromLatin1(help),
            .group = QStringLiteral("What stays on this machine"),
            .take = text(place, parseAge),
            .form = PlanKey::Form::Text};
}

Result<void> takeLogSize(Plan &plan, const QString &mebibytes)
{
    int size = 0;
    IB_CHECK(number([&size](Plan &) -> int & { return size; }, 1, 1'000'000)(plan, mebibytes));
    plan.keeping.logBytes = size * 1024LL * 1024;
    return {};
}

Result<void> takeConsumers(Plan &plan, const QStringList &clouds)
{
    plan.request.consumers = clouds;
    return {};
}

Result<void> takeDistribution(Plan &plan, const QStringList &items)
{
    auto &distribution = plan.request.distribution;
    for (const auto &item : items) {
        IB_TRY(const auto way, build::wayNamed(item.section(u'=', -1)));
        if (item.contains(u'='))
            distribution.exceptions.insert(item.section(u'=', 0, -2), way);
        else
            distribution.usual = way;
    }
    return {};
}

Result<void> takeCidrs(Plan &plan, const QStringList &networks)
{
    IB_TRY(plan.build.sshCidrs, parseCidrs(networks.join(u',')));
    return {};
}

Result<void> takeRing(Plan &plan, const QString &mebibytes)
{
    int size = 0;
    IB_CHECK(number([&size](Plan &) -> int & { return size; }, 1, 1024)(plan, mebibytes));
    plan.build.ringBytes = size * 1024LL * 1024;
    return {};
}

Result<void> takeVisibility(Plan &plan, const QString &visibility)
{
    static const QStringList known{QStringLiteral("private"), QStringLiteral("shared"), QStringLiteral("community"),
                                   QStringLiteral("public")};
    if (!known.contains(visibility))
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1' is none of %2").arg(visibility, known.join(QStringLiteral(", "))));
    plan.request.labels.visibility = visibility;
    return {};
}

Result<void> takeTags(Plan &plan, const QStringList &tags)
{
    for (const auto &tag : tags)
        if (tag.size() > mostLabelChars)
            return failure(ErrorKind::Usage, QStringLiteral("'%1…' is longer than the %2 characters of a tag")
                                                 .arg(tag.left(20))
                                                 .arg(mostLabelChars));
    plan.request.labels.tags = tags;
    return {};
}

Result<void> takeProperty(Plan &plan, const QString &key, const QString &value)
{
    static const QStringList builders{QStringLiteral("architecture"),
                                      QStringLiteral("name"),
                                      QStringLiteral("id"),
                                      QStringLiteral("owner"),
                                      QStringLiteral("tags"),
                                      QStringLiteral("status"),
                                      QStringLiteral("visibility"),
                                      QStringLiteral("size"),
                                      QStringLiteral("protected"),
                                      QStringLiteral("disk_format"),
                                      QStringLiteral("container_format"),
                                      QStringLiteral("min_disk"),
                                      QStringLiteral("min_ram"),
                                      QStringLiteral("os_hidden"),
                                      QStringLiteral("checksum")};
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9_.:-]+$"));
    if (!right.match(key).hasMatch() || key.size() > mostLabelChars || value.size() > mostLabelChars)
        return failure(ErrorKind::Usage, QStringLiteral("a property's key has letters, digits and _.:- and, as its "
                                                        "value, at most %1 characters")
                                             .arg(mostLabelChars));
    if (builders.contains(key) || key.startsWith(u"imagebuilder:"))
        return failure(ErrorKind::Usage, QStringLiteral("'%1' is set by the builder itself").arg(key));
    plan.request.labels.properties.insert(key, value);
    return {};
}

Result<void> takeRunnerDigests(Plan &plan, const QStringList &digests)
{
    plan.request.runnerSha256.clear();
    for (const auto &item : digests) {
        QString arch;
        if (item.contains(u'=')) {
            IB_TRY(const auto named, images::findArch(item.section(u'=', 0, 0)));
            arch = named.name;
        }
        IB_TRY(plan.request.runnerSha256[arch], parseSha256(item.section(u'=', -1)));
    }
    return {};
}

Result<void> takeMirror(Plan &plan, const QString &name, const QString &value)
{
    return build::takeContentMirror(plan.request.content, name, value);
}

Result<bool> parsePublish(const QString &text)
{
    if (text == u"auto" || text == u"hold")
        return text == u"hold";
    return failure(ErrorKind::Usage, QStringLiteral("'%1' is neither auto nor hold").arg(text));
}

Result<void> takeCanaryMinutes(Plan &plan, const QString &minutes)
{
    constexpr int week = 7 * 24 * 60;
    int count = 0;
    IB_CHECK(number([&count](Plan &) -> int & { return count; }, 0, week)(plan, minutes));
    plan.request.publishing.canaryTime = std::chrono::minutes(count);
    return {};
}

Result<void> takeSecret(Plan &plan, const QString &key, const QString &source)
{
    using Kind = SecretSource::Kind;
    static const QRegularExpression shellName(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    static const QRegularExpression digits(QStringLiteral("^[0-9]{1,4}$"));
    if (!shellName.match(key).hasMatch())
        return failure(ErrorKind::Usage, QStringLiteral("'%1' is no name that a shell variable can have").arg(key));
    const auto kind = source.section(u':', 0, 0);
    const auto place = source.section(u':', 1);
    if (kind == u"env" && shellName.match(place).hasMatch())
        plan.secrets.insert(key, {Kind::Environment, place});
    else if (kind == u"file" && !place.isEmpty())
        plan.secrets.insert(key, {Kind::File, place});
    else if (kind == u"fd" && digits.match(place).hasMatch())
        plan.secrets.insert(key, {Kind::Descriptor, place});
    else
        return failure(ErrorKind::Usage, QStringLiteral("a secret is never written into a plan; say where it is: "
                                                        "env:NAME, file:PATH or fd:NUMBER"));
    return {};
}

} // namespace imagebuilder::app

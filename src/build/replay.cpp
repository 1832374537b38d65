// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/replay.h"

namespace imagebuilder::build {

namespace {

/// Each step's data of its last run, as far as no earlier step was begun again after it.
QMap<QString, QJsonObject> validData(const QList<store::StepRecord> &steps)
{
    QMap<QString, QJsonObject> data;
    for (const auto &record : steps) {
        const auto at = stepOrder().indexOf(record.step);
        if (at < 0)
            continue; // of another version of the program
        for (auto behind = at; behind < stepOrder().size(); ++behind)
            data.remove(stepOrder().value(behind));
        data.insert(record.step, record.data);
    }
    return data;
}

} // namespace

const QStringList &stepOrder()
{
    static const QStringList order{step::prepare, step::boot,     step::provision, step::customise,
                                   step::seal,    step::snapshot, step::verify,    step::distribute,
                                   step::publish, step::prune,    step::clean};
    return order;
}

qsizetype standingAt(const QList<store::StepRecord> &steps)
{
    if (steps.isEmpty())
        return 0;
    const auto last = std::max<qsizetype>(0, stepOrder().indexOf(steps.last().step));
    return steps.last().outcome == u"ok" ? last + 1 : last;
}

void replay(const QList<store::StepRecord> &steps, const QList<store::DeliveryRecord> &deliveries, Progress &build)
{
    const auto data = validData(steps);
    const auto prepared = data.value(step::prepare);
    build.flavor.id = prepared.value("flavor").toString();
    build.flavor.name = prepared.value("flavor-name").toString();
    build.networkId = prepared.value("network").toString();
    build.floatingNetworkId = prepared.value("floating-network").toString();
    build.volumeGiB = prepared.value("volume-gib").toInt();
    build.baseImageId = prepared.value("base-image").toString();
    build.baseSha256 = prepared.value("base-sha256").toString().toLatin1();
    build.baseSerial = prepared.value("base-serial").toString();
    build.keyName = prepared.value("key").toString();
    build.securityGroup = prepared.value("group").toString();

    const auto booted = data.value(step::boot);
    build.volumeId = booted.value("volume").toString();
    build.serverId = booted.value("server").toString();
    build.addresses = booted.value("addresses").toVariant().toStringList();
    build.redone = booted.value("redone").toBool();

    build.knownHosts = data.value(step::provision).value("known-hosts").toString().toUtf8();
    build.runnerVersion = data.value(step::provision).value("runner").toString();
    build.scriptSha256 = data.value(step::customise).value("sha256").toString().toLatin1();
    build.scriptBegan = data.value(step::customise).value("began").toBool();
    build.sealBegan = data.value(step::seal).value("began").toBool();
    build.sealed = data.value(step::seal).value("sealed").toBool();
    build.snapshotId = data.value(step::snapshot).value("image").toString();
    build.hubImageId = data.value(step::distribute).value("hub-image").toString();
    build.published = standingAt(steps) > stepOrder().indexOf(step::publish);
    for (const auto &delivery : deliveries) {
        if (delivery.state == u"delivered") {
            build.delivered.insert(delivery.consumer, delivery.imageId);
            build.ways.insert(delivery.consumer, delivery.way);
        } else if (delivery.state == u"failed") {
            build.failed.insert(delivery.consumer, Error(ErrorKind::Unavailable, delivery.error));
        }
    }
}

} // namespace imagebuilder::build

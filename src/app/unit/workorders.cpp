// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/workorders.h"

#include "app/unit/unitfiles.h"
#include "base/ids.h"
#include "base/json.h"

#include <QtCore/QDir>

namespace imagebuilder::app {

namespace {

using Kind = WorkOrder::Kind;

QString kindName(Kind kind)
{
    return kind == Kind::Build ? QStringLiteral("build")
                               : (kind == Kind::Serve ? QStringLiteral("serve") : QStringLiteral("check"));
}

QJsonObject orderJson(const WorkOrder &order)
{
    return {{"kind", kindName(order.kind)},
            {"bases", QJsonArray::fromStringList(order.bases)},
            {"consumers", QJsonArray::fromStringList(order.consumers)},
            {"trigger", order.trigger},
            {"ids", textsJson(order.ids)},
            {"again", order.again},
            {"lookOnly", order.lookOnly}};
}

Result<WorkOrder> parseOrder(const QString &file)
{
    IB_TRY(const auto object, parseJsonObject(readUnitFile(file), file));
    const JsonReader reader(object, file);
    WorkOrder order{.file = file};
    IB_TRY(const auto kind, reader.string(QStringLiteral("kind")));
    for (const auto known : {Kind::Serve, Kind::Check})
        if (kind == kindName(known))
            order.kind = known;
    order.bases = object.value(u"bases").toVariant().toStringList();
    order.consumers = object.value(u"consumers").toVariant().toStringList();
    order.trigger = reader.stringOr(QStringLiteral("trigger"));
    order.ids = textsOf(object.value(u"ids"));
    order.again = reader.boolOr(QStringLiteral("again"));
    order.lookOnly = reader.boolOr(QStringLiteral("lookOnly"));
    return order;
}

} // namespace

Result<void> WorkOrders::add(const WorkOrder &order) const
{
    const auto json = orderJson(order);
    for (const auto &waiting : pending()) {
        auto known = orderJson(waiting);
        known.insert("ids", json.value(u"ids"));
        if (known == json && order.ids.isEmpty())
            return {};
    }
    const auto time = QDateTime::currentMSecsSinceEpoch();
    const auto name = QStringLiteral("%1-%2.json").arg(time, 15, 10, QLatin1Char('0')).arg(newBuildId());
    IB_CHECK(makeWorkerFolder(m_places.ordersFolder()));
    IB_CHECK(writeUnitFile(m_places.ordersFolder() + u'/' + name, compactJson(json), FileReaders::Worker));
    return {};
}

QList<WorkOrder> WorkOrders::pending() const
{
    QList<WorkOrder> orders;
    const QDir folder(m_places.ordersFolder());
    for (const auto &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        if (auto order = parseOrder(folder.filePath(name)))
            orders << *std::move(order);
        else
            QFile::remove(folder.filePath(name));
    }
    return orders;
}

void WorkOrders::remove(const QList<WorkOrder> &orders) const
{
    for (const auto &order : orders)
        QFile::remove(order.file);
}

} // namespace imagebuilder::app

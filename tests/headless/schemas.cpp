// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "schemas.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>

namespace {

const QString judge = QStringLiteral(R"py(
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
for error in jsonschema.Draft202012Validator(schema).iter_errors(json.load(sys.stdin)):
    print("/".join(map(str, error.absolute_path)), error.message[:300])
)py");

} // namespace

QString checkedBySchema(const QString &name, const QJsonObject &answer)
{
    QProcess python;
    const auto schema = QStringLiteral(IMAGEBUILDER_SOURCE_DIR "/resources/schemas/%1.json").arg(name);
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), judge, schema});
    python.write(QJsonDocument(answer).toJson());
    python.closeWriteChannel();
    python.waitForFinished();
    return QString::fromUtf8(python.readAllStandardOutput() + python.readAllStandardError());
}

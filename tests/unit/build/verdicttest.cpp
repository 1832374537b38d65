// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/provision.h"
#include "support/testmain.h"

using namespace imagebuilder::build;

class VerdictTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doneIsDone() { QCOMPARE(judgeCloudInit(0, "status: done\n", {}), CloudInitVerdict::Done); }

    void case12_recoverableErrorsWarnWhenOurScriptSucceeded()
    {
        const QByteArray said("status: done\nextended_status: degraded done\nrecoverable_errors:\nWARNING:\n\t- Used "
                              "fallback datasource\n");
        QCOMPARE(judgeCloudInit(2, said, {}), CloudInitVerdict::DoneWithWarnings);
    }

    void case12_recoverableErrorsFailWhenOurScriptDid()
    {
        QCOMPARE(judgeCloudInit(2, "status: done\n", "cloud-init[9]: imagebuilder: step apt-install failed\n"),
                 CloudInitVerdict::Failed);
        QCOMPARE(judgeCloudInit(2, "errors:\n\t- ('scripts_user', RuntimeError('Runparts: 1 failures'))\n", {}),
                 CloudInitVerdict::Failed);
    }

    void case12_failureIsFailure()
    {
        QCOMPARE(judgeCloudInit(1, "status: error\n", {}), CloudInitVerdict::Failed);
        QCOMPARE(judgeCloudInit(1, "", {}), CloudInitVerdict::Failed);
        QCOMPARE(judgeCloudInit(127, "", {}), CloudInitVerdict::Failed);
    }

    void case12_anErrorWithExitCodeZeroFails()
    {
        QCOMPARE(judgeCloudInit(0, "status: error\n", {}), CloudInitVerdict::Failed);
    }

    void case15_aToolThatFailedToInstallFails()
    {
        QCOMPARE(judgeCloudInit(0, "status: done\n", "imagebuilder: step yq failed\n"), CloudInitVerdict::Failed);
    }
};

IMAGEBUILDER_TEST(VerdictTest, "verdict")
#include "verdicttest.moc"

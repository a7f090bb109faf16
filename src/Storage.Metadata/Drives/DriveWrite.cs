using FileStorage.Storage.Metadata.Audit;
using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Drives;

/// <summary>Turns a drive's commit into the one write that carries it out.</summary>
internal static class DriveWrite
{
    /// <exception cref="ArgumentException">The parts of the commit do not belong together.</exception>
    public static MetadataWrite Of(DriveCommit commit)
    {
        Check(commit);
        var driveId = commit.Drive.Id;
        var write = new MetadataWrite(CountStatements(commit)).In(driveId).Add(DriveSql.Fence(commit.Drive));
        foreach (var versionId in commit.ConsumedInboxVersions)
        {
            _ = write.Add(InboxSql.Consume(driveId, versionId));
        }

        foreach (var versionId in commit.ThinnedInboxVersions)
        {
            _ = write.Add(InboxSql.ConsumeThinned(driveId, versionId));
        }

        foreach (var entryId in commit.VacatedEntries)
        {
            _ = write.Add(EntrySql.Vacate(entryId));
        }

        foreach (var entryId in commit.DeletedEntries)
        {
            _ = write.Add(EntrySql.Delete(entryId));
        }

        foreach (var entry in commit.UpdatedEntries)
        {
            _ = write.Add(EntrySql.Update(entry));
        }

        foreach (var folderId in commit.TouchedFolders)
        {
            _ = write.Add(EntrySql.Touch(folderId, driveId, commit.Drive.NextNumber - 1));
        }

        foreach (var entry in commit.InsertedEntries)
        {
            _ = write.Add(EntrySql.Insert(entry));
        }

        foreach (var row in commit.JournalRows)
        {
            _ = write.Add(JournalSql.Insert(row));
        }

        foreach (var versionId in commit.RefusedInboxVersions)
        {
            _ = write.Add(InboxSql.Refuse(driveId, versionId));
        }

        foreach (var versionId in commit.ForgottenInboxVersions)
        {
            _ = write.Add(InboxSql.Forget(driveId, versionId));
        }

        foreach (var versionId in commit.DeletedInboxVersions)
        {
            _ = write.Add(InboxSql.Delete(driveId, versionId));
        }

        foreach (var grant in commit.ChangedGrants)
        {
            _ = write.Add(GrantSql.Put(grant));
        }

        foreach (var rewind in commit.Rewinds)
        {
            _ = write.Add(RewindSql.Save(rewind));
        }

        foreach (var row in commit.AuditRows)
        {
            _ = write.Add(AuditSql.Insert(row));
        }

        return commit.ForgetJournalUpTo > 0
            ? write.Add(JournalSql.Forget(driveId, commit.ForgetJournalUpTo))
                .Add(GrantSql.Forget(driveId, commit.ForgetJournalUpTo))
                .Add(RewindSql.Forget(driveId, commit.ForgetJournalUpTo))
            : write;
    }

    private static int CountStatements(DriveCommit commit) =>
        4 + commit.Rewinds.Count + commit.ThinnedInboxVersions.Count + commit.AuditRows.Count + commit.ChangedGrants.Count + commit.VacatedEntries.Count
        + commit.DeletedEntries.Count + commit.UpdatedEntries.Count + commit.TouchedFolders.Count + commit.InsertedEntries.Count
        + commit.JournalRows.Count + commit.DeletedInboxVersions.Count + commit.RefusedInboxVersions.Count + commit.ForgottenInboxVersions.Count
        + commit.ConsumedInboxVersions.Count;

    private static void Check(DriveCommit commit)
    {
        var drive = commit.Drive;
        if (commit.ExpectedRowVersion < 0 || drive.RowVersion != commit.ExpectedRowVersion + 1)
        {
            throw new ArgumentException(
                $"A drive expected at row version {commit.ExpectedRowVersion} cannot become {drive.RowVersion}.", nameof(commit));
        }

        if (commit.InsertedEntries.Any(entry => entry.DriveId != drive.Id)
            || commit.UpdatedEntries.Any(entry => entry.DriveId != drive.Id)
            || commit.ChangedGrants.Any(grant => grant.DriveId != drive.Id)
            || commit.JournalRows.Any(row => row.DriveId != drive.Id)
            || commit.Rewinds.Any(rewind => rewind.DriveId != drive.Id))
        {
            throw new ArgumentException($"A commit of drive {drive.Id} holds rows of another drive.", nameof(commit));
        }

        if (commit.VacatedEntries.Count > 0 && commit.VacatedEntries.Except(commit.UpdatedEntries.Select(entry => entry.Id)).Any())
        {
            throw new ArgumentException("An entry gives up its place and gets no other.", nameof(commit));
        }
    }
}

using FileStorage.Core.Auditing;
using FileStorage.Core.Entries;
using FileStorage.Core.Names;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Auditing;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>What granting and mounting do to a drive, or why they cannot be done.</summary>
internal static class ShareRules
{
    public static async ValueTask<DriveOutcome> ShareAsync(
        DriveBatch batch, DriveCommand.Share command, CancellationToken cancellationToken)
    {
        var entry = await batch.FindAsync(command.EntryId, cancellationToken);

        // Also of what lies in the trash: it may come back, and with it what was granted on it.
        if (entry is not { TargetEntryId: null, State: not EntryState.Purging } || entry.DriveId != batch.DriveId)
        {
            return new DriveOutcome.NotFound();
        }

        // Whoever was let in may leave, whatever else they may do.
        var isLeaving = command is { Role: null, Viewer: { } viewer }
            && command.Grantee.Kind is not GranteeKind.Everyone and not GranteeKind.Group
            && viewer.Persons.Contains(command.Grantee.Id);
        if (!isLeaving && await AccessRules.RefuseAsync(
            batch, command.Viewer, entry.Id, Rights.Share, new DriveOutcome.NotFound(), cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (command.Grantee.Kind is GranteeKind.Everyone && command.Role is not (null or Role.Denied))
        {
            return new DriveOutcome.NotPossible("Nothing can be given to everyone; make a public link.");
        }

        if (command.Role is Role.Upload && entry.Kind is not EntryKind.Folder)
        {
            return new DriveOutcome.NotPossible("Only into a folder can files be put.");
        }

        if (command.Role is Role.Owner && (command.Viewer is not null || command.Grantee.Kind is not GranteeKind.Person || entry.ParentId is null))
        {
            return new DriveOutcome.NotPossible("Ownership is offered by the owner, to one person, and not of a whole drive.");
        }

        var known = batch.RowsOn(entry.Id).FirstOrDefault(
            grant => grant.Kind == command.Grantee.Kind && grant.GranteeId == command.Grantee.Id);
        if (known is null && batch.GrantCount >= DriveSharing.MaxGrants)
        {
            return new DriveOutcome.NotPossible($"A drive has at most {DriveSharing.MaxGrants} grants.");
        }

        // Written also where they have that role already: only what is written is fenced and remembered. From an old memory, or by a late repeat, it
        // would else be answered that a grant was taken back which stands.
        batch.PutGrant(new GrantRow
        {
            DriveId = batch.DriveId,
            EntryId = entry.Id,
            Kind = command.Grantee.Kind,
            GranteeId = command.Grantee.Id,
            Role = command.Role,
            Label = command.Grantee.Label,
            GrantedBy = command.GrantedBy,
            AtUnixMilliseconds = batch.NowUnixMilliseconds,
            Number = batch.NextNumber,

            // Links keep their own document, and everyone is nobody.
            IsTold = command.Grantee.Kind is GranteeKind.Link or GranteeKind.Everyone,
        });
        await batch.RecordAsync(ChangeKind.Shared, entry, command.DeviceId, command.OperationId, cancellationToken);
        Audit(batch, command, entry, known?.Role, isLeaving);
        return new DriveOutcome.Done(entry.ToEntry(batch.Epoch));
    }

    // A link's own rows say more than that something was granted to it.
    private static void Audit(DriveBatch batch, DriveCommand.Share command, EntryRow entry, Role? before, bool isLeaving)
    {
        if (command.Grantee.Kind is GranteeKind.Link)
        {
            return;
        }

        var kind = (command.Role, before) switch
        {
            (null, _) when isLeaving => AuditKind.ShareLeft,
            (null, _) => AuditKind.ShareRevoked,
            (_, null) => AuditKind.ShareMade,
            _ => AuditKind.ShareChanged,
        };
        List<AuditFact> facts =
        [
            new("grantee", $"{command.Grantee.Kind}".ToLowerInvariant()),
            new("granteeId", $"{command.Grantee.Id}"),
        ];
        if (command.Role is { } role)
        {
            facts.Add(new AuditFact("access", NameOf(role)));
        }

        if (before is { } was)
        {
            facts.Add(new AuditFact("before", NameOf(was)));
        }

        DriveAudit.Record(batch, command, kind, entry, command.Grantee.Label, [.. facts]);
    }

    private static string NameOf(Role role) => role is Role.Denied ? "none" : $"{role}".ToLowerInvariant();

    public static async ValueTask<DriveOutcome> MountAsync(
        DriveBatch batch, DriveCommand.MakeMount command, CancellationToken cancellationToken)
    {
        if (EntryName.TryNormalize(command.Name, out var name) is not NameProblem.None and var problem)
        {
            return new DriveOutcome.NameInvalid(problem);
        }

        if (command.Target.DriveId == batch.DriveId)
        {
            return new DriveOutcome.NotPossible("This is your own.");
        }

        if (await batch.FindDepthAsync(command.ParentId, cancellationToken) is not { } depth)
        {
            return new DriveOutcome.ParentMissing();
        }

        if (depth >= EntryPath.MaxDepth)
        {
            return new DriveOutcome.TooDeep();
        }

        if (await batch.FindChildAsync(command.ParentId, name, cancellationToken) is { } existing)
        {
            return new DriveOutcome.NameTaken(existing.ToEntry(batch.Epoch));
        }

        if (batch.MountCount >= DriveSharing.MaxMounts)
        {
            return new DriveOutcome.NotPossible($"A drive has at most {DriveSharing.MaxMounts} mounts.");
        }

        var row = new EntryRow
        {
            Id = command.MountId,
            DriveId = batch.DriveId,
            ParentId = command.ParentId,
            Name = name,
            Kind = command.Kind,
            ModifiedUnixMilliseconds = batch.NowUnixMilliseconds,
            EtagNumber = batch.NextNumber,
            CreatedNumber = batch.NextNumber,
            TargetDriveId = command.Target.DriveId,
            TargetEntryId = command.Target.EntryId,
        };
        batch.Insert(row);
        await batch.RecordAsync(ChangeKind.Created, row, command.DeviceId, command.OperationId, cancellationToken);
        return new DriveOutcome.Done(row.ToEntry(batch.Epoch));
    }
}

using System.Collections.Immutable;
using FileStorage.Core.Entries;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Grains.Interfaces.Drives;

/// <summary>Something a user wants done to a tree. Every command carries an operation id: repeating it returns the first answer.</summary>
[GenerateSerializer, Immutable, Alias("drive.command")]
public abstract record DriveCommand
{
    private DriveCommand()
    {
    }

    /// <summary>Chosen by the caller, once per attempt to change something, and kept across retries.</summary>
    [Id(0)] public required Guid OperationId { get; init; }

    [Id(1)] public required Guid DeviceId { get; init; }

    /// <summary>The etag the entry must have, or null for any.</summary>
    [Id(2)] public string? ExpectedEtag { get; init; }

    /// <summary>Who wants it, where that is not known to be the owner: the drive judges their rights in the same step. Null: no question.</summary>
    [Id(3)] public Viewer? Viewer { get; init; }

    /// <summary>Who asks for it, for the audit. Null: the service does it by itself, or it is no act that is audited.</summary>
    [Id(4)] public Origin? Origin { get; init; }

    /// <summary>
    /// Whether it comes from a client that deletes without saying what it saw last: if it deletes too much, it is held until the owner has said that it
    /// is meant (<see cref="Deletions.IMassDeletionGrain"/>).
    /// </summary>
    [Id(5)] public bool IsGuarded { get; init; }

    /// <summary>Makes a folder, or answers <see cref="DriveOutcome.NameTaken"/>.</summary>
    [GenerateSerializer, Immutable, Alias("drive.make-folder")]
    public sealed record MakeFolder : DriveCommand
    {
        [Id(0)] public required Guid FolderId { get; init; }

        [Id(1)] public required Guid ParentId { get; init; }

        [Id(2)] public required string Name { get; init; }
    }

    /// <summary>
    /// Makes every folder of a path that is missing, all or none, and answers the last one, made or found.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("drive.make-path")]
    public sealed record MakePath : DriveCommand
    {
        [Id(0)] public required ImmutableArray<string> Path { get; init; }

        /// <summary>The folder where the path begins; empty for the root.</summary>
        [Id(1)] public Guid RootId { get; init; }
    }

    /// <summary>Gives an entry another name, another parent, or both.</summary>
    [GenerateSerializer, Immutable, Alias("drive.move")]
    public sealed record Move : DriveCommand
    {
        [Id(0)] public required Guid EntryId { get; init; }

        [Id(1)] public required Guid ParentId { get; init; }

        [Id(2)] public required string Name { get; init; }

        /// <summary>Whether a live entry that has the name goes to the trash in the same step.</summary>
        [Id(3)] public bool Replace { get; init; }
    }

    /// <summary>Puts an entry, with all below it, into the trash.</summary>
    [GenerateSerializer, Immutable, Alias("drive.trash")]
    public sealed record Trash : DriveCommand
    {
        [Id(0)] public required Guid EntryId { get; init; }
    }

    /// <summary>Takes an entry out of the trash: to where it was, or to where the caller says.</summary>
    [GenerateSerializer, Immutable, Alias("drive.restore")]
    public sealed record Restore : DriveCommand
    {
        [Id(0)] public required Guid EntryId { get; init; }

        [Id(1)] public Guid? ParentId { get; init; }

        [Id(2)] public string? Name { get; init; }
    }

    /// <summary>Deletes an entry of the trash, with all below it, for good.</summary>
    [GenerateSerializer, Immutable, Alias("drive.purge")]
    public sealed record Purge : DriveCommand
    {
        [Id(0)] public required Guid EntryId { get; init; }

        /// <summary>Only if it has been in the trash since before this; null: since whenever.</summary>
        [Id(1)] public DateTimeOffset? OnlyIfTrashedBefore { get; init; }
    }

    /// <summary>Gives somebody a role on an entry and what lies below, in place of the one they had; or takes it back.</summary>
    [GenerateSerializer, Immutable, Alias("drive.share")]
    public sealed record Share : DriveCommand
    {
        [Id(0)] public required Guid EntryId { get; init; }

        [Id(1)] public required Grantee Grantee { get; init; }

        /// <summary>Null: takes the grant back.</summary>
        [Id(2)] public required Role? Role { get; init; }

        /// <summary>The account that does it.</summary>
        [Id(3)] public required Guid GrantedBy { get; init; }
    }

    /// <summary>Makes a place in this drive where an entry of another drive is shown, or answers <see cref="DriveOutcome.NameTaken"/>.</summary>
    [GenerateSerializer, Immutable, Alias("drive.make-mount")]
    public sealed record MakeMount : DriveCommand
    {
        [Id(0)] public required Guid MountId { get; init; }

        [Id(1)] public required Guid ParentId { get; init; }

        [Id(2)] public required string Name { get; init; }

        [Id(3)] public required EntryKind Kind { get; init; }

        [Id(4)] public required MountTarget Target { get; init; }
    }

    /// <summary>Closes the drive for good, with all that lies in it, the trash included; what was in it is deleted from then on.</summary>
    [GenerateSerializer, Immutable, Alias("drive.close")]
    public sealed record Close : DriveCommand;
}

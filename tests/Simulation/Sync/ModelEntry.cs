using FileStorage.Core.Chunks;
using FileStorage.Core.Entries;
using FileStorage.Sync.Remote;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>An entry of the model drive.</summary>
internal sealed class ModelEntry
{
    public required Guid Id { get; init; }

    public required EntryKind Kind { get; init; }

    public Guid ParentId { get; set; }

    public string Name { get; set; } = "";

    public RemoteState State { get; set; }

    /// <summary>Of a folder: counts what happens below it.</summary>
    public long Changes { get; set; }

    public List<ModelVersion> Versions { get; } = [];

    public string Etag => Kind is EntryKind.Folder ? $"{Id:N}-{Changes}" : Versions[^1].Id.ToString("N");

    public RemoteEntry Told => Kind is EntryKind.Folder
        ? new RemoteEntry { Id = Id, ParentId = ParentId, Name = Name, Kind = Kind, State = State, Etag = Etag }
        : new RemoteEntry
        {
            Id = Id,
            ParentId = ParentId,
            Name = Name,
            Kind = Kind,
            State = State,
            Etag = Etag,
            VersionId = Versions[^1].Id,
            VersionNumber = Versions[^1].Number,
            SizeBytes = Versions[^1].Content.Length,
            Sha256 = ChunkId.Of(Versions[^1].Content),
            ModifiedAt = Versions[^1].ModifiedAt,
            Executable = Versions[^1].Executable,
        };
}

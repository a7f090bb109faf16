using System.Collections;
using FileStorage.Storage.Metadata.Database;
using FileStorage.Storage.Metadata.Shards;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which of several databases owns which slots, put together from what each says of itself.</summary>
internal sealed class PostgresMap
{
    private readonly int?[] _owners = new int?[MetadataSlots.Count];

    public PostgresMap(IReadOnlyList<PostgresMetadataDatabase> databases, IReadOnlyList<PostgresMapPart> parts)
    {
        Parts = parts;
        Views = [.. databases.Select((database, number) => new PostgresMapView(database, parts[number].Version))];
        for (var slot = 0; slot < MetadataSlots.Count; slot++)
        {
            // Of two that claim a slot, one was read before it gave it away. Which one, the next look shows.
            var owners = Enumerable.Range(0, parts.Count).Where(number => parts[number].Owned[slot]).ToList();
            _owners[slot] = owners is [var owner] ? owner : null;
        }

        All = [.. Views.Select((view, number) => new MetadataShard(view, OwnedBy(number)))];
        IsWhole = Array.TrueForAll(_owners, static owner => owner is not null);
    }

    /// <summary>Before anybody was asked.</summary>
    public static PostgresMap Unknown { get; } = new([], []);

    public IReadOnlyList<PostgresMapPart> Parts { get; }

    public IReadOnlyList<IMetadataDatabase> Views { get; }

    public IReadOnlyList<MetadataShard> All { get; }

    /// <summary>Whether every slot has an owner.</summary>
    public bool IsWhole { get; }

    /// <summary>The number of the database that owns a slot; null while it goes from one to another.</summary>
    public int? OwnerOf(int slot) => _owners[slot];

    private BitArray OwnedBy(int number) => new([.. _owners.Select(owner => owner == number)]);
}

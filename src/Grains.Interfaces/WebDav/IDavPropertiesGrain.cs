using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>A shard of the dead properties of one drive. Keyed by <see cref="DavPropertyShards.KeyOf"/>.</summary>
[Alias("dav-properties"), GrainInterfaceType("dav-properties")]
public interface IDavPropertiesGrain : IGrainWithStringKey
{
    /// <summary>Most characters of all properties of a shard together.</summary>
    const int MaxCharacters = 1024 * 1024;

    /// <summary>The properties of those of the entries that have any.</summary>
    [Alias("read"), Orleans.Concurrency.ReadOnly]
    Task<ImmutableArray<EntryProperties>> ReadAsync(ImmutableArray<Guid> entryIds, CancellationToken cancellationToken = default);

    /// <summary>Does the changes in their order, all or none; durable on return. False where there is no room.</summary>
    [Alias("change")]
    Task<bool> ChangeAsync(Guid entryId, ImmutableArray<DavProperty> changes, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything. Safe to repeat.</summary>
    [Alias("forget")]
    Task ForgetAsync(CancellationToken cancellationToken = default);
}

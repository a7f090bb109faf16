using System.Collections.Immutable;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.WebDav;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.WebDav;

/// <inheritdoc cref="IDavPropertiesGrain"/>
[GrainType("dav-properties")]
internal sealed class DavPropertiesGrain(
    [PersistentState("dav-properties", MetadataServices.DocumentStorage)] IPersistentState<DavPropertiesDocument> document)
    : Grain, IDavPropertiesGrain
{
    public Task<ImmutableArray<EntryProperties>> ReadAsync(ImmutableArray<Guid> entryIds, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<EntryProperties>();
        foreach (var entryId in entryIds)
        {
            if (document.State.Entries.TryGetValue(entryId, out var properties))
            {
                found.Add(new EntryProperties { EntryId = entryId, Properties = [.. properties.Select(ToProperty)] });
            }
        }

        return Task.FromResult(found.DrainToImmutable());
    }

    public async Task<bool> ChangeAsync(Guid entryId, ImmutableArray<DavProperty> changes, CancellationToken cancellationToken)
    {
        var added = changes.Sum(Characters);
        if (added > 0 && Characters() + added > IDavPropertiesGrain.MaxCharacters)
        {
            await DropGoneAsync(cancellationToken);
            if (Characters() + added > IDavPropertiesGrain.MaxCharacters)
            {
                return false;
            }
        }

        var properties = document.State.Entries.TryGetValue(entryId, out var known) ? known.ToList() : [];
        foreach (var change in changes)
        {
            properties.RemoveAll(one => one.Namespace == change.Namespace && one.Name == change.Name);
            if (change.Xml is { } xml)
            {
                properties.Add(new DavPropertyDocument { Namespace = change.Namespace, Name = change.Name, Xml = xml });
            }
        }

        if (properties.Count == 0)
        {
            document.State.Entries.Remove(entryId);
        }
        else
        {
            document.State.Entries[entryId] = properties;
        }

        await document.WriteOrRetireAsync(this);
        return true;
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    // Purging an entry leaves its properties, which nobody can ask for any more. They go when their room is needed.
    private async Task DropGoneAsync(CancellationToken cancellationToken)
    {
        var drive = GrainFactory.GetGrain<IDriveGrain>(Guid.ParseExact(this.GetPrimaryKeyString().Split('/')[0], "N"));
        foreach (var entryId in document.State.Entries.Keys.ToList())
        {
            if (await drive.FindAsync(entryId, cancellationToken) is null)
            {
                document.State.Entries.Remove(entryId);
            }
        }
    }

    private int Characters() =>
        document.State.Entries.Values.Sum(properties => properties.Sum(one => one.Namespace.Length + one.Name.Length + one.Xml.Length));

    private static int Characters(DavProperty change) =>
        change.Xml is null ? 0 : change.Namespace.Length + change.Name.Length + change.Xml.Length;

    private static DavProperty ToProperty(DavPropertyDocument stored) =>
        new() { Namespace = stored.Namespace, Name = stored.Name, Xml = stored.Xml };
}

using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Uploads;

/// <inheritdoc cref="IPartUploadGrain"/>
[GrainType("part-upload"), CollectionAgeLimit(Minutes = 10)]
internal sealed class PartUploadGrain(
    [PersistentState("part-upload", MetadataServices.DocumentStorage)] IPersistentState<PartUploadDocument> document, TimeProvider clock)
    : Grain, IPartUploadGrain
{
    private bool IsKnown => document.RecordExists && clock.GetUtcNow() < document.State.ExpiresAt;

    private bool IsOpen => IsKnown && !document.State.IsCompleted;

    public async Task CreateAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            document.State = new PartUploadDocument { UploadId = uploadId };
            await WriteAsync();
        }
    }

    public Task<PartUploadState?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(
        IsKnown
            ? new PartUploadState
            {
                UploadId = document.State.UploadId,
                Parts = [.. document.State.Parts.OrderBy(part => part.Order).ThenBy(part => part.Name, StringComparer.Ordinal).Select(ToPart)],
                IsCompleted = document.State.IsCompleted,
            }
            : null);

    public async Task<bool> AddAsync(Guid uploadId, UploadPart part, CancellationToken cancellationToken)
    {
        if (!IsOpen || document.State.UploadId != uploadId)
        {
            return false;
        }

        document.State.Parts.RemoveAll(one => one.Name == part.Name);
        if (document.State.Parts.Count >= IPartUploadGrain.MaxParts)
        {
            return false;
        }

        document.State.Parts.Add(ToDocument(part));
        await WriteAsync();
        return true;
    }

    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsOpen || document.State.Parts.RemoveAll(one => one.Name == name) == 0)
        {
            return false;
        }

        await WriteAsync();
        return true;
    }

    public async Task CompleteAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        if (IsOpen && document.State.UploadId == uploadId)
        {
            document.State.IsCompleted = true;
            document.State.Parts.Clear();
            await WriteAsync();
        }
    }

    public async Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        var isThere = IsOpen;
        await ClearAsync(cancellationToken);
        return isThere;
    }

    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        if (IsKnown)
        {
            return false;
        }

        await ClearAsync(cancellationToken);
        return true;
    }

    // What its parts held is collected when its leases end.
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    private Task WriteAsync()
    {
        document.State.ExpiresAt = clock.GetUtcNow() + IPartUploadGrain.Patience;
        return document.WriteOrRetireAsync(this);
    }

    private static UploadPart ToPart(PartDocument stored) => new()
    {
        PartId = stored.PartId,
        Name = stored.Name,
        Order = stored.Order,
        Offset = stored.Offset,
        Manifest = new StoredManifest
        {
            IsIndirect = stored.IsIndirectManifest,
            Body = [.. stored.ManifestBody],
            SizeBytes = stored.SizeBytes,
            Sha256 = null,
        },
        CameAt = stored.CameAt,
    };

    private static PartDocument ToDocument(UploadPart part) => new()
    {
        PartId = part.PartId,
        Name = part.Name,
        Order = part.Order,
        Offset = part.Offset,
        IsIndirectManifest = part.Manifest.IsIndirect,
        ManifestBody = [.. part.Manifest.Body],
        SizeBytes = part.Manifest.SizeBytes,
        CameAt = part.CameAt,
    };
}

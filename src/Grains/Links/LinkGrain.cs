using System.Collections.Immutable;
using System.Security.Cryptography;
using FileStorage.Grains.Documents;
using FileStorage.Grains.Interfaces.Links;
using FileStorage.Storage.Metadata;

namespace FileStorage.Grains.Links;

/// <inheritdoc cref="ILinkGrain"/>
[GrainType("link")]
internal sealed class LinkGrain(
    [PersistentState("link", MetadataServices.DocumentStorage)] IPersistentState<LinkDocument> document, TimeProvider clock) : Grain, ILinkGrain
{
    private const int MaxReaders = 10_000;

    /// <summary>How long what was counted may be continued.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromHours(1);

    /// <summary>Who has begun which download, until when it may be continued. In memory: after a restart a part of a download counts once more.</summary>
    private readonly Dictionary<(string Reader, Guid ContentId), DateTimeOffset> _reading = [];

    public async Task<bool> CreateAsync(LinkCreation creation, CancellationToken cancellationToken)
    {
        if (document.RecordExists)
        {
            return document.State.TokenHash.AsSpan().SequenceEqual(creation.TokenHash.AsSpan());
        }

        document.State = new LinkDocument
        {
            TokenHash = [.. creation.TokenHash],
            DriveId = creation.DriveId,
            EntryId = creation.EntryId,
            CreatedBy = creation.CreatedBy,
            CreatedAt = clock.GetUtcNow(),
            PasswordHash = creation.PasswordHash,
            ExpiresAt = creation.ExpiresAt,
            MaxDownloads = creation.MaxDownloads,
        };
        await document.WriteOrRetireAsync(this);
        return true;
    }

    public Task<LinkDescription?> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(Describe());

    public async Task<LinkDescription?> ChangeAsync(LinkChange change, CancellationToken cancellationToken)
    {
        if (!document.RecordExists)
        {
            return null;
        }

        if (change.SetsPassword)
        {
            document.State.PasswordHash = change.PasswordHash;
        }

        if (change.SetsExpiry)
        {
            document.State.ExpiresAt = change.ExpiresAt;
        }

        if (change.SetsMaxDownloads)
        {
            document.State.MaxDownloads = change.MaxDownloads;
        }

        await document.WriteOrRetireAsync(this);
        return Describe();
    }

    public Task<OpenedLink?> OpenAsync(ImmutableArray<byte> tokenHash, string reader, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isOpen = document.RecordExists
            && CryptographicOperations.FixedTimeEquals(document.State.TokenHash, tokenHash.AsSpan())
            && !HasExpired(now)
            && (!IsUsedUp || _reading.Any(pair => pair.Key.Reader == reader && pair.Value > now));
        return Task.FromResult(isOpen
            ? new OpenedLink
            {
                LinkId = this.GetPrimaryKey(),
                DriveId = document.State.DriveId,
                EntryId = document.State.EntryId,
                PasswordHash = document.State.PasswordHash,
                ExpiresAt = document.State.ExpiresAt,
            }
            : null);
    }

    public async Task<bool> CountAsync(LinkDownload download, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!document.RecordExists || HasExpired(now))
        {
            return false;
        }

        var key = (download.Reader, download.ContentId);
        if (download.IsContinued && _reading.TryGetValue(key, out var until) && until > now)
        {
            return true;
        }

        if (IsUsedUp)
        {
            return false;
        }

        document.State.Downloads++;
        await document.WriteOrRetireAsync(this);
        Remember(key, now);
        return true;
    }

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        // Whether it went well or not: what the memory holds is not what is stored.
        this.DeactivateOnIdle();
        if (document.RecordExists)
        {
            await document.ClearStateAsync(cancellationToken);
        }
    }

    private bool IsUsedUp => document.State.Downloads >= document.State.MaxDownloads;

    private bool HasExpired(DateTimeOffset now) => now >= document.State.ExpiresAt;

    private void Remember((string Reader, Guid ContentId) key, DateTimeOffset now)
    {
        if (_reading.Count >= MaxReaders)
        {
            foreach (var old in _reading.OrderBy(pair => pair.Value).Take(MaxReaders / 2).ToList())
            {
                _reading.Remove(old.Key);
            }
        }

        _reading[key] = now + Reading;
    }

    private LinkDescription? Describe() => document.RecordExists
        ? new LinkDescription
        {
            LinkId = this.GetPrimaryKey(),
            DriveId = document.State.DriveId,
            EntryId = document.State.EntryId,
            CreatedBy = document.State.CreatedBy,
            CreatedAt = document.State.CreatedAt,
            HasPassword = document.State.PasswordHash is not null,
            ExpiresAt = document.State.ExpiresAt,
            MaxDownloads = document.State.MaxDownloads,
            Downloads = document.State.Downloads,
            IsOpen = !HasExpired(clock.GetUtcNow()) && !IsUsedUp,
        }
        : null;
}

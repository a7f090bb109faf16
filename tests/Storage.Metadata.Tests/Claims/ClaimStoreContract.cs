using FileStorage.Storage.Metadata.Claims;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;

namespace FileStorage.Tests.Storage.Metadata.Tests.Claims;

/// <summary>What claims promise on every engine.</summary>
public abstract class ClaimStoreContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly Guid _owner = Sample.NewId();
    private readonly SqlClaimStore _store;

    protected ClaimStoreContract() => _store = new SqlClaimStore(_engine.Shards);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Whoever_is_first_keeps_a_claim_and_may_repeat_it()
    {
        Assert.True(await _store.TryClaimAsync("email", "a@example.org", _owner, Token));
        Assert.False(await _store.TryClaimAsync("email", "a@example.org", Sample.NewId(), Token));
        Assert.True(await _store.TryClaimAsync("email", "a@example.org", _owner, Token));
        Assert.True(await _store.TryClaimAsync("link", "a@example.org", Sample.NewId(), Token));

        Assert.Equal(_owner, await _store.FindOwnerAsync("email", "a@example.org", Token));
        Assert.Null(await _store.FindOwnerAsync("email", "b@example.org", Token));
    }

    [Fact]
    public async Task Only_its_owner_gives_a_claim_back()
    {
        await _store.TryClaimAsync("email", "a", _owner, Token);

        await _store.ReleaseAsync("email", "a", Sample.NewId(), Token);
        Assert.Equal(_owner, await _store.FindOwnerAsync("email", "a", Token));
        await _store.ReleaseAsync("email", "a", _owner, Token);
        Assert.Null(await _store.FindOwnerAsync("email", "a", Token));
    }

    [Fact]
    public async Task Claims_are_counted_and_listed_by_kind()
    {
        await _store.TryClaimAsync("email", "b", _owner, Token);
        await _store.TryClaimAsync("email", "a", _owner, Token);
        await _store.TryClaimAsync("link", "c", _owner, Token);

        Assert.Equal(2, await _store.CountAsync("email", Token));
        Assert.Equal([new Claim("email", "a", _owner)], await _store.ListAsync("email", null, 1, Token));
        Assert.Equal([new Claim("email", "b", _owner)], await _store.ListAsync("email", "a", 10, Token));
    }
}

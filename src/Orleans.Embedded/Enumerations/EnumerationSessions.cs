using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Enumerations;

/// <summary>The enumerations that an activation is in the middle of; they end with it.</summary>
internal sealed class EnumerationSessions : ILifeBound
{
    private readonly Dictionary<Guid, IAsyncDisposable> _sessions = [];

    public bool Has(Guid id) => _sessions.ContainsKey(id);

    public void Add(Guid id, IAsyncDisposable session) => _sessions.Add(id, session);

    public IAsyncDisposable? Find(Guid id) => _sessions.GetValueOrDefault(id);

    public async Task RemoveAsync(Guid id)
    {
        if (_sessions.Remove(id, out var session))
        {
            await session.DisposeAsync();
        }
    }

    public async ValueTask EndAsync()
    {
        foreach (var id in _sessions.Keys.ToList())
        {
            await RemoveAsync(id);
        }
    }
}

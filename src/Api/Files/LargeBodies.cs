using FileStorage.Api.Hosting;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Files;

/// <summary>Bounds how many large bodies are read at a time, and with them their memory; further ones wait, unread.</summary>
internal sealed class LargeBodies(IOptions<GatewayOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.LargeBodies);

    /// <summary>Waits for room; disposing gives it back.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Turn(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}

using Orleans.Embedded.Activations;

namespace Orleans.Embedded.Enumerations;

/// <summary>The grain's end of an enumeration: what the grain yields is gathered into pages.</summary>
internal sealed class EnumerationSession<T> : IAsyncDisposable
{
    private const int MaxItemsAPage = 100;

    /// <summary>Well under any response timeout: a slow producer answers with an empty page before its caller gives up.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly Activation _activation;
    private readonly CancellationTokenSource _ended;
    private readonly IAsyncEnumerator<T> _enumerator;
    private readonly TimeSpan _silence;
    private Task<bool>? _moving;
    private int _number = -1;
    private EnumerationPage<T> _page = EnumerationPage<T>.Empty;

    public EnumerationSession(Activation activation, IAsyncEnumerable<T> sequence, CancellationToken token)
    {
        _activation = activation;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(token);
        _enumerator = sequence.GetAsyncEnumerator(_ended.Token);
        var half = activation.Silo.ResponseTimeout / 2;
        _silence = half < LongestSilence ? half : LongestSilence;
    }

    /// <summary>The page of a number; asked again for the last one, it repeats it, so that a repeated message loses nothing.</summary>
    public async Task<EnumerationPage<T>> PullAsync(int number)
    {
        if (number == _number)
        {
            return _page;
        }

        var items = new List<T>();
        var isLast = false;
        while (items.Count < MaxItemsAPage)
        {
            _moving ??= _enumerator.MoveNextAsync().AsTask();
            if (!_moving.IsCompleted && (items.Count > 0 || !await WaitAsync(_moving)))
            {
                break;
            }

            isLast = !await _moving;
            _moving = null;
            if (isLast)
            {
                break;
            }

            items.Add(_enumerator.Current);
        }

        _number = number;
        return _page = new EnumerationPage<T>(items, isLast);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_moving is { } moving)
        {
            // An iterator may not be disposed while it moves; the token has told it to stop.
            try
            {
                await moving;
            }
            catch (OperationCanceledException)
            {
                _moving = null;
            }
        }

        await _enumerator.DisposeAsync();
        _ended.Dispose();
    }

    private async Task<bool> WaitAsync(Task moving)
    {
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(moving, Task.Delay(_silence, _activation.Silo.Clock, enough.Token));
        await enough.CancelAsync();
        return moving.IsCompleted;
    }
}

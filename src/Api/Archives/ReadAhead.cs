using System.Runtime.CompilerServices;
using FileStorage.Api.Chunks;

namespace FileStorage.Api.Archives;

/// <summary>Has the next ones under way while one is being used.</summary>
internal static class ReadAhead
{
    /// <summary>
    /// What <paramref name="read"/> gives for each item, in their order, with at most <paramref name="count"/> begun that were not taken yet. Whoever stops
    /// early, or at an exception, waits until these have ended.
    /// </summary>
    public static async IAsyncEnumerable<TResult> ReadAheadAsync<T, TResult>(
        this IAsyncEnumerable<T> items, int count, Func<T, Task<TResult>> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var begun = new Queue<Task<TResult>>(count);
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken))
            {
                if (begun.Count == count)
                {
                    yield return await begun.Peek();
                    _ = begun.Dequeue();
                }

                begun.Enqueue(read(item));
            }

            while (begun.TryPeek(out var next))
            {
                yield return await next;
                _ = begun.Dequeue();
            }
        }
        finally
        {
            foreach (var left in begun)
            {
                await Settled.WaitAsync(left);
            }
        }
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;

namespace FileStorage.Sync.Remote.Http;

/// <summary>
/// Rings when there may be news: asks for what comes after the newest cursor that was read here, and lets the server hold the answer back until
/// there is something. What it is answered is not used: the reader asks itself.
/// </summary>
internal sealed class DriveBell(FileStorageClient client, TimeProvider clock, Func<double> random)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>So long a reader may take before it is rung for again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private string? _cursor;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reader has read up to here.</summary>
    public void Move(string cursor)
    {
        lock (_lock)
        {
            if (_cursor != cursor)
            {
                _cursor = cursor;
                _moved.SetResult();
                _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <exception cref="RemoteDeniedException">The token is dead.</exception>
    public async IAsyncEnumerable<bool> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return true;
        for (var failures = 0; ;)
        {
            var (cursor, moved) = Place();
            if (cursor is null)
            {
                await moved.WaitAsync(cancellationToken);
                continue;
            }

            // The first question after a failure is answered at once, for the server to be heard again is news too.
            var heard = await AskAsync(cursor, failures > 0 ? TimeSpan.Zero : LongestWait, cancellationToken);
            if (heard is null)
            {
                failures++;
                if (failures == 1)
                {
                    // Who asks now finds out, and can say so.
                    yield return true;
                }

                await Task.Delay(Delay(failures), clock, cancellationToken);
                continue;
            }

            var isBack = failures > 0;
            failures = 0;
            if (heard.Value || isBack)
            {
                yield return true;
                await Task.WhenAny(moved, Task.Delay(Patience, clock, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Whether there is news; null where the server cannot be asked.</summary>
    private async Task<bool?> AskAsync(string cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            var page = await client.ReadChangesAsync(cursor, wait, limit: 1, cancellationToken);
            return page.Changes.Count > 0 || page.More;
        }
        catch (FileStorageException exception) when (exception.Is(ProblemTypes.Resync))
        {
            return true;
        }
        catch (FileStorageException exception) when (exception.Status is not HttpStatusCode.Unauthorized)
        {
            return null;
        }
        catch (FileStorageException exception)
        {
            throw new RemoteDeniedException(exception.Message, exception);
        }
    }

    // Half is fixed, half is drawn, so that the devices of a server that comes back do not come all at once.
    private TimeSpan Delay(int failures)
    {
        var ceiling = Math.Min(LongestDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 20)));
        return TimeSpan.FromTicks((long)(ceiling * (0.5 + (random() / 2))));
    }

    private (string? Cursor, Task Moved) Place()
    {
        lock (_lock)
        {
            return (_cursor, _moved.Task);
        }
    }
}

using FileStorage.Bench.Load.Open;

namespace FileStorage.Bench.Load.Direct;

/// <summary>One call in flight; the thread of its slot waits for it.</summary>
internal sealed class DirectOperation(DirectFiles files) : IOperation
{
    public string? Do(Arrival arrival)
    {
        try
        {
            return files.DoAsync(arrival).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not (InvalidCastException or NullReferenceException))
        {
            // Whatever a grain throws at its caller is an error that is counted.
            return exception.GetType().Name;
        }
    }

    public void Dispose()
    {
    }
}

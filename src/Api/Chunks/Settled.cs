namespace FileStorage.Api.Chunks;

/// <summary>Waiting for work whose failure somebody else has told already.</summary>
internal static class Settled
{
    /// <summary>Returns when the task has ended, however it ended.</summary>
    public static async Task WaitAsync(Task task)
    {
        await Task.WhenAny(task);

        // Looked at, so that it does not count as unobserved.
        _ = task.Exception;
    }
}

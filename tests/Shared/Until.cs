namespace FileStorage.Tests;

/// <summary>Looks again and again until something has come about, and gives up with what was seen last.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <param name="look">Asks for what may have changed.</param>
    /// <param name="isWanted">Whether it is as wanted.</param>
    /// <param name="otherwise">What to say of it where it never is.</param>
    /// <returns>What was wanted.</returns>
    public static async Task<T> SeenAsync<T>(Func<Task<T>> look, Func<T, bool> isWanted, Func<T, string> otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isWanted(seen))
            {
                return seen;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"{otherwise(seen)}, and that for {Patience}");
            await Task.Delay(Glance, TestContext.Current.CancellationToken);
        }
    }

    /// <param name="condition">What is to become true.</param>
    /// <param name="otherwise">What to say where it never is; read at that time.</param>
    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) =>
        SeenAsync(() => Task.FromResult(condition()), isTrue => isTrue, _ => otherwise());
}

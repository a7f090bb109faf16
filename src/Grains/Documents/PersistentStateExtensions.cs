namespace FileStorage.Grains.Documents;

internal static class PersistentStateExtensions
{
    /// <summary>
    /// Writes the document. Whatever goes wrong, the activation ends: its memory holds what may not be stored, and the next one
    /// reads what is.
    /// </summary>
    public static async Task WriteOrRetireAsync<T>(this IPersistentState<T> document, IGrainBase grain)
    {
        var isWritten = false;
        try
        {
            await document.WriteStateAsync();
            isWritten = true;
        }
        finally
        {
            if (!isWritten)
            {
                grain.DeactivateOnIdle();
            }
        }
    }
}

namespace FileStorage.Api.Search.Extraction;

/// <summary>What the parts of a document may unpack to, all together.</summary>
internal sealed class UnpackBudget(long bytes)
{
    private long _left = bytes;

    /// <exception cref="UnpackBudgetException">It is used up.</exception>
    public void Spend(int count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new UnpackBudgetException();
        }
    }
}

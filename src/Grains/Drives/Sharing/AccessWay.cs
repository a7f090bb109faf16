using FileStorage.Core.Sharing;
using FileStorage.Storage.Metadata.Drives;

namespace FileStorage.Grains.Drives.Sharing;

/// <summary>An entry and all above it, each with what somebody may do there.</summary>
/// <param name="Rows">From the entry up to the root.</param>
/// <param name="Rights">Of each of <paramref name="Rows"/>.</param>
internal sealed record AccessWay(IReadOnlyList<EntryRow> Rows, IReadOnlyList<Rights> Rights)
{
    public EntryRow Entry => Rows[0];

    public Rights OfEntry => Rights[0];

    /// <summary>How many of the rows, from the entry up, may be read without a gap.</summary>
    public int Readable
    {
        get
        {
            var count = 0;
            while (count < Rows.Count && Rights[count].HasFlag(Core.Sharing.Rights.Read))
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Whether an entry lies on the readable part of the way.</summary>
    public bool LeadsTo(Guid entryId)
    {
        for (var index = Readable - 1; index >= 0; index--)
        {
            if (Rows[index].Id == entryId)
            {
                return true;
            }
        }

        return false;
    }
}

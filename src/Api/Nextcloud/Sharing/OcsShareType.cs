namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>With whom, in the numbers of the share interface.</summary>
internal enum OcsShareType
{
    User = 0,
    Group = 1,
    Link = 3,
}

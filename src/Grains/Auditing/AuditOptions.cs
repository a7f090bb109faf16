using System.ComponentModel.DataAnnotations;

namespace FileStorage.Grains.Auditing;

/// <summary>How long it is known who did what.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Days after which rows of the audit are forgotten. 400 unless set: a year and a month to look at it.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; set; } = 400;
}

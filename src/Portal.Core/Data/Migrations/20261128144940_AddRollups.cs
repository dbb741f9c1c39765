using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddRollups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(EmbeddedSql.Read("rollups.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rollup_progress");

            migrationBuilder.DropTable(
                name: "rollup_hours");

            migrationBuilder.DropTable(
                name: "rollup_samples");

            migrationBuilder.DropTable(
                name: "rollup_series");
        }
    }
}
